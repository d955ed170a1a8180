"""``make docs``: prints each page that is made from the rules beside this program."""

from pathlib import Path

from activities.policies import load_policy
from docs import asyncapi, interrupts, joint_decision

FOLDER = Path(__file__).parent


def main() -> None:
    joint = joint_decision.page(load_policy("mates"))
    (FOLDER / joint_decision.PAGE).write_text(joint, "utf-8")
    (FOLDER / interrupts.PAGE).write_text(interrupts.page(), "utf-8")
    (FOLDER / asyncapi.PAGE).write_text(asyncapi.page(), "utf-8")


if __name__ == "__main__":
    main()
