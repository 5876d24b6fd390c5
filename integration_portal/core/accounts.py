"""How allauth works here: nobody signs up, the office invites."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Closes sign-up: accounts are made by the office's invitation only."""

    def is_open_for_signup(self, request):
        return False
