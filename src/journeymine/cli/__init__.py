"""The `journeymine` command: every subcommand is thin, and imports what it needs only when it runs."""

from __future__ import annotations

import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from journeymine.cli import check, explain, export, forget, hashes, init, query, rejects, run, sample, status
from journeymine.cli.terminal import write_error


class Commands(TyperGroup):
    """The commands, and how they end when they are not used rightly or stopped."""

    def invoke(self, ctx: Any) -> Any:
        """Run what was asked for; of a wrong option, and of Ctrl-C, only what people need is told."""
        from journeymine.errors import StoppedError

        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise StoppedError(
                "stopped with Ctrl-C", next_action="What is published is whole; the same command goes on from here."
            ) from error
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")
            raise


app = typer.Typer(
    name="journeymine",
    cls=Commands,
    help="From event logs to customer journey maps, every night.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="Exit codes: 0 done; 1 failed, nothing published; 2 wrong usage or configuration; "
    "3 published with warnings; 130 stopped with Ctrl-C. JOURNEYMINE_DEBUG=1 shows where an error arose.",
)
app.command()(init.init)
app.command()(check.check)
app.command()(run.run)
app.command()(run.report)
app.command()(status.status)
app.command()(query.query)
app.command()(explain.explain)
app.command()(forget.forget)
app.command("hash")(hashes.hash_values)
app.add_typer(rejects.app, name="rejects")
app.add_typer(export.app, name="export")
app.command()(sample.sample)


@app.callback(invoke_without_command=True)
def _show_version(version: bool = typer.Option(False, "--version", help="Show the version and end.")) -> None:
    if version:
        from journeymine import __version__

        typer.echo(f"journeymine {__version__}")
        raise typer.Exit()


def run_command() -> int:
    """Run the command line; an expected failure is told in plain words. Returns the exit code."""
    try:
        app()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except Exception as error:
        if os.environ.get("JOURNEYMINE_DEBUG"):
            raise
        return write_error(error)
    return 0


def main() -> None:
    """Run the command line and end the process."""
    code = run_command()
    sys.stdout.flush()
    sys.stderr.flush()
    # Taking libraries down one by one takes longer than some commands, and DuckDB's bindings complain about it at
    # length whenever another library still knows one of their types. Every file and database is closed by now.
    os._exit(code)
