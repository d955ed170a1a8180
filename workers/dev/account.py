"""The account under which PostgreSQL runs: it refuses to be root."""

import os
import pwd
import shutil
from pathlib import Path

from workers.dev.errors import NoUnprivilegedUser

ACCOUNT = "nobody"


def run_by_account(*argv: str) -> tuple[str, ...]:
    """The command as an ordinary user starts it; for root, the command as `nobody`.

    The folders above ours may be root's alone, and are not ours to open: the command keeps the one capability
    that lets it through them (`no_setuid_fixup`: also where it asks with `access()`), and loses all others.
    """
    if os.geteuid() != 0:
        return argv
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise NoUnprivilegedUser("the command setpriv (util-linux)")
    entry = _entry()
    user = (f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups")
    through = ("--securebits=+no_setuid_fixup", *(f"--{each}=-all,+dac_override" for each in _CAPABILITIES))
    return (setpriv, *user, *through, "--", *argv)


def given_to_account(folder: Path) -> None:
    """An empty folder that belongs to the account; what an earlier attempt left in it is gone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    if os.geteuid() == 0:
        entry = _entry()
        os.chown(folder, entry.pw_uid, entry.pw_gid)


_CAPABILITIES = ("inh-caps", "ambient-caps", "bounding-set")


def _entry() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError as exc:
        raise NoUnprivilegedUser(f"the user {ACCOUNT}") from exc
