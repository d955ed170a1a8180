"""Why an embedded stack can't start or can't go on.

StackError
├── FolderInUse         another stack runs on this folder
├── FolderUnusable      the folder can't be made or written to
├── ClusterInUse        a PostgreSQL that this stack didn't start runs on its data
├── PortTaken           a port that the stack needs is in use
├── NoUnprivilegedUser  PostgreSQL refuses to run as root, and nobody else can be found to run it
├── CommandFailed       a helper command of PostgreSQL failed
├── KeepsDying          a process died too often to be started once more
└── NotAnswering        something didn't answer in time
"""

from pathlib import Path


class StackError(Exception):
    """Told to the person at the terminal as it stands; it carries no secrets."""


class FolderInUse(StackError):
    def __init__(self, folder: Path, holder: str) -> None:
        super().__init__(
            f"another stack (process {holder}) runs on {folder}: stop it, or name another folder"
        )


class FolderUnusable(StackError):
    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder} can't be used as the stack's folder: {reason}")


class ClusterInUse(StackError):
    def __init__(self, data: Path, pid: int) -> None:
        super().__init__(
            f"a PostgreSQL that was started by other means (process {pid}) runs on {data}: stop it"
        )


class PortTaken(StackError):
    def __init__(self, port: int, purpose: str) -> None:
        super().__init__(f"port {port}, for {purpose}, is in use: free it, or choose others with --port")


class NoUnprivilegedUser(StackError):
    def __init__(self, missing: str) -> None:
        super().__init__(
            f"PostgreSQL refuses to be root, and {missing} is missing to be another: use an ordinary user"
        )


class CommandFailed(StackError):
    def __init__(self, command: str, code: int, output: str) -> None:
        super().__init__(f"{command} ended with {code}:\n{output}")


class KeepsDying(StackError):
    def __init__(self, name: str, times: int, code: int, log: Path, tail: str) -> None:
        super().__init__(f"{name} died {times} times, at last with {code}; the end of {log}:\n{tail}")


class NotAnswering(StackError):
    def __init__(self, what: str, seconds: float, reason: str) -> None:
        super().__init__(f"{what} didn't answer within {seconds:g} seconds: {reason}")
