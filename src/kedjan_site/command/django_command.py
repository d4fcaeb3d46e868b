"""Django's own commands under the installation's settings."""

from kedjan_site.setup import set_up


def run(argv: list[str]) -> int:
    """Hand the words to Django as `manage.py` would."""
    set_up()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["kedjan django", *argv])
    return 0
