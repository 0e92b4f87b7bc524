"""Make the first accounts of a local database and print their passwords once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tracker.actions.first_accounts import UnableToCreateFirstAccountsError, create_first_accounts


class Command(BaseCommand):
    """Run by `make run`; does nothing once there is an account."""

    help = "Makes one account per role with a generated password, printed once; not in production."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the accounts and print them."""
        try:
            made = create_first_accounts()
        except UnableToCreateFirstAccountsError as error:
            raise CommandError(str(error)) from error
        if not made:
            return
        self.stdout.write("Accounts of this local database (the passwords are printed only now):")
        for account, password in made:
            self.stdout.write(f"  {account.username:<14} {password}   {account.role.value} for {account.place_slug}")
