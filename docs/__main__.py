"""``make docs``: prints each page that is made from the rules beside this program."""

from pathlib import Path

from activities.policies import load_policy
from docs.joint_decision import PAGE, page

FOLDER = Path(__file__).parent


def main() -> None:
    (FOLDER / PAGE).write_text(page(load_policy("mates")), "utf-8")


if __name__ == "__main__":
    main()
