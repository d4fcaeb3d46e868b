"""Django's SQLite, with connections that may be kept: each looks whether its file is still the one that lies there."""

from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is kept between pages, and opened anew when anything has gone wrong with it or its file.

    Without this a house whose file is moved away, or put back from elsewhere, would go on reading and writing in the
    one that nobody finds any more.
    """

    opened: tuple[int, int] | None = None
    """Device and inode of the file that the connection was opened on."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file, and remember which it was."""
        connection = super().get_new_connection(conn_params)
        self.opened = self.lies_there()
        return connection

    def is_usable(self) -> bool:
        """Return whether nothing has gone wrong and the file is the same; Django asks once for each page."""
        return not self.errors_occurred and self.opened == self.lies_there()

    def lies_there(self) -> tuple[int, int] | None:
        """Return device and inode of the file in its place; None where there is none, as in memory."""
        try:
            found = Path(self.settings_dict["NAME"]).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
