"""Logs of every process, on stderr: a JSON object a line, or plain lines at a terminal."""

import sys
from typing import TextIO

import structlog


def configure(stream: TextIO = sys.stderr) -> None:
    shape: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if stream.isatty() else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            shape,
        ],
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
