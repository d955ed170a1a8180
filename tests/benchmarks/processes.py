"""What a process has used, with all that it has started."""

import psutil


def processor_seconds(pid: int) -> float:
    process = psutil.Process(pid)
    times = [each.cpu_times() for each in (process, *process.children(recursive=True))]
    return sum(each.user + each.system + each.children_user + each.children_system for each in times)


def resident_bytes(pid: int) -> int:
    """Of the process alone."""
    return int(psutil.Process(pid).memory_info().rss)
