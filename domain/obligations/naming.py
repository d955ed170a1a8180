"""How an obligation is named outside the stream that it is owed in."""

from domain.addresses import is_case_stream, procedure_of


def named(obligation: str, stream: str) -> str:
    """As the case view names it: with the procedure it is owed in."""
    if is_case_stream(stream):
        return obligation
    procedure, number = procedure_of(stream)
    return f"{procedure}/{number}/{obligation}"
