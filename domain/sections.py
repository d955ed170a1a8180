"""What is known of a case stands in sections: each says what *is*, and since when it has been so.

Of two facts about the same thing the later occurred one counts, then the later received.
"""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
