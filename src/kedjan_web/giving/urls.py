"""Addresses of giving, below a round."""

from django.urls import path

from kedjan_web.later import later

acting = later("kedjan_web.giving.acting")
addresses = later("kedjan_web.giving.addresses")
copying = later("kedjan_web.giving.copying")
describing = later("kedjan_web.giving.describing")
previewing = later("kedjan_web.giving.previewing")
recipients = later("kedjan_web.giving.recipients")
promises = later("kedjan_web.evaluating.promises")
schedule = later("kedjan_web.giving.schedule")
workbench = later("kedjan_web.giving.workbench")

urlpatterns = [
    path("uppdrag/", workbench.show, name="workbench"),
    path("uppdrag/ordning/", workbench.order, name="order_assignments"),
    path("uppdrag/mallar/", describing.choose, name="assignment_templates"),
    path("uppdrag/mallar/<uuid:template>/lagg-undan/", describing.put_away, name="put_template_away"),
    path("uppdrag/nytt/", describing.create, name="new_assignment"),
    path("uppdrag/<str:code>/andra/", describing.change, name="change_assignment"),
    path("uppdrag/<str:code>/spara-mall/", describing.keep, name="keep_template"),
    path("uppdrag/<str:code>/som-mottagare/", previewing.preview, name="preview_assignment"),
    path("uppdrag/<str:code>/<slug:do>/", acting.act, name="act_on_assignment"),
    path("mottagare/", recipients.show, name="round_recipients"),
    path("mottagare/namn/", recipients.add, name="add_recipients"),
    path("mottagare/ta-bort/", recipients.remove, name="remove_recipient"),
    path("mottagare/roll/", recipients.rule, name="add_rule"),
    path("mottagare/roll/nu/", recipients.apply, name="apply_rules"),
    path("mottagare/roll/<uuid:rule>/ta-bort/", recipients.remove_rule, name="remove_rule"),
    path("mottagare/fil/", addresses.add, name="add_from_file"),
    path("tidsplan/", schedule.show, name="round_schedule"),
    path("tidsplan/nytt/", schedule.add, name="add_event"),
    path("tidsplan/ta-bort/", schedule.remove, name="remove_event"),
    path("tidsplan/<uuid:event>/blev-av/", promises.held, name="event_held"),
    path("tidsplan/fil/", schedule.from_file, name="schedule_from_file"),
    path("kopiera/", copying.copy, name="copy_round"),
]
