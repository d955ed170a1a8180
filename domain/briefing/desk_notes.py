"""What a person may do at the operators' desk: read on the page of a case or of a procedure, in Markdown."""

CASE_NOTES = """\
What a person may do here, under *More Actions*:

- Update `hold` (by, reason): nobody is reminded and nothing is escalated; due dates stay. `resume` (by) ends it.
- Update `waive` (obligation, by, reason): releases the owner of what the case itself keeps owed. What is owed in a
  procedure is waived on the procedure's own page: see *Relationships*.
- To move it to another policy: `throughcare policy move`, which brings the pack along; `policy show --for` says what
  applies.
- Signal `look`: the case reads its inbox again and looks after its procedures.

Who, where it stands, what is owed and what has changed: *Current Details*.
"""

PROCEDURE_NOTES = """\
What a person may do here, under *More Actions*:

- Update `waive` (obligation, by, reason): releases the owner of something that is owed in this procedure.

Ended by hand, it is started again by its case, and goes on from where its ledger ends.
"""
