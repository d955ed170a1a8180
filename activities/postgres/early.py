"""What was told of a case before it was known: judged when it becomes known."""

from collections.abc import Mapping

from activities.postgres.pool import Connection

# A letter that was settled once may be hindered anew: its case has become known, say, and now Temporal refuses it.
ANEW = """
on conflict (case_ref, number) do update
   set reason = excluded.reason, answer = excluded.answer, given_up_at = excluded.given_up_at,
       attempts = case when letter.settled is null then letter.attempts else 0 end + excluded.attempts,
       hindered_since = case when letter.settled is null then letter.hindered_since
                             else excluded.hindered_since end,
       settled = null, settled_at = null
"""
_REVIVE = """
with revived as (
    update dead_letter set settled = 'known', settled_at = clock_timestamp()
     where case_ref = any($1::text[]) and reason = 'unknown-reference'
       and given_up_at is not null and settled is null and set_aside_at is null
    returning case_ref, number)
update inbox set withdrawn = false from revived
 where (inbox.case_ref, inbox.number) = (revived.case_ref, revived.number)
"""
_WITHHOLD = f"""
with withheld as (
    update inbox set withdrawn = true from unnest($1::text[], $2::text[]) as known (case_ref, jurisdiction)
     where inbox.case_ref = known.case_ref and delivered_at is null and not withdrawn
       and known.jurisdiction <> all(told_within)
    returning inbox.case_ref, inbox.number)
insert into dead_letter as letter (case_ref, number, reason, given_up_at)
select case_ref, number, 'out-of-bounds', clock_timestamp() from withheld {ANEW}
"""


async def judge_early(connection: Connection, known: Mapping[str, str]) -> None:
    """Of cases that have just become known, with their jurisdictions: what was told of them before.

    What waited for them too long goes out after all, under the numbers that it has had all the time. What was told by
    somebody bound to other jurisdictions doesn't.
    """
    await connection.execute(_REVIVE, list(known))
    await connection.execute(_WITHHOLD, list(known), list(known.values()))
