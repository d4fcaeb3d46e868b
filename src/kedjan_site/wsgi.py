"""What the web server calls."""

import gc
import os

from kedjan_site.left_out import leave_out

gc.disable()  # nothing that is imported becomes waste, and looking for waste takes a tenth of a start
leave_out()

from django.core.wsgi import get_wsgi_application  # noqa: E402  after the lines above

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kedjan_site.settings.production")
application = get_wsgi_application()

from django.db import connections  # noqa: E402  Django must be ready first

from kedjan_site.demo_guard import refuse_made_up_data  # noqa: E402  Django must be ready first

refuse_made_up_data()
connections.close_all()  # the server forks after this, and no connection may be shared
gc.enable()
