"""`ringfence workflows`: who decides what, as the company wrote it; checked whole, and explained."""

import typer

from bot.bootstrap import open_desk, refuse_unfillable_seats
from bot.commands.edge import policy_of, refusals, settings_with_logs
from bot.console.printing import print_fine

workflows = typer.Typer(no_args_is_help=True, help="Who decides what, as the company wrote it.")


@workflows.command("check")
def check_workflows() -> None:
    """Report every mistake of the workflow files, and every role that nobody in the register holds."""
    with refusals():
        settings = settings_with_logs()
        policy = policy_of(settings)
        with open_desk(settings) as desk:
            refuse_unfillable_seats(settings, desk)
    print_fine(f"{len(policy.workflows.rules)} rules, version {policy.workflows.version}")
