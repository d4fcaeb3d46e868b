"""Addresses of files with pupils' results: sent, fetched, decided on, undone; of pupils erased, and made one."""

from django.urls import path

from kedjan_web.later import later

views = later("kedjan_web.intake.views")
connections = later("kedjan_web.intake.connections")
deciding = later("kedjan_web.intake.deciding")
erasing = later("kedjan_web.intake.erasing")
joining = later("kedjan_web.intake.joining")
several = later("kedjan_web.intake.several")

urlpatterns = [
    path("", views.listed, name="intake"),
    path("skicka/", views.send, name="send_results"),
    path("vantar/", several.waiting, name="waiting_deliveries"),
    path("radera-elev/", erasing.erase, name="erase_pupil"),
    path("en-elev/", joining.listed, name="joins"),
    path("en-elev/ny/", joining.tell, name="tell_as_one"),
    path("en-elev/<uuid:id>/", joining.show, name="join"),
    path("en-elev/<uuid:id>/tva/", joining.leave, name="told_as_two"),
    path("en-elev/<uuid:id>/angra/", joining.undo, name="undo_join"),
    path("skolsystem/", connections.listed, name="connections"),
    path("skolsystem/nytt/", connections.add, name="add_connection"),
    path("skolsystem/<uuid:id>/", connections.show, name="connection"),
    path("skolsystem/<uuid:id>/andra/", connections.change, name="change_connection"),
    path("skolsystem/<uuid:id>/prova/", connections.ask, name="try_connection"),
    path("skolsystem/<uuid:id>/hamta/", connections.fetch, name="fetch_results"),
    path("skolsystem/<uuid:id>/stoppa/", connections.stop, name="stop_fetching"),
    path("skolsystem/<uuid:id>/ta-bort/", connections.remove, name="remove_connection"),
    path("<uuid:id>/", views.show, name="delivery"),
    path("<uuid:id>/att-ratta.csv", views.problems, name="delivery_problems"),
    path("<uuid:id>/las-in/", deciding.accept, name="accept_delivery"),
    path("<uuid:id>/slang/", deciding.discard, name="discard_delivery"),
    path("<uuid:id>/angra/", deciding.undo, name="undo_delivery"),
]
