"""Addresses of reports."""

from django.urls import path

from kedjan_web.later import later

chapters = later("kedjan_web.reports.chapters")
choosing = later("kedjan_web.reports.choosing")
commenting = later("kedjan_web.reports.commenting")
editions = later("kedjan_web.reports.editions")
exports = later("kedjan_web.reports.exports")
following = later("kedjan_web.reports.following")
gathering = later("kedjan_web.reports.gathering")
lists = later("kedjan_web.reports.lists")
outlines = later("kedjan_web.reports.outlines")
reading = later("kedjan_web.reports.reading")
publishing = later("kedjan_web.reports.publishing")
ready = later("kedjan_web.reports.ready")
sections = later("kedjan_web.reports.sections")
settling = later("kedjan_web.reports.settling")
reviewing = later("kedjan_web.reports.reviewing")
templates = later("kedjan_web.reports.templates")
versions = later("kedjan_web.reports.versions")
writing = later("kedjan_web.reports.writing")

urlpatterns = [
    path("", lists.find, name="reports"),
    path("ny/", lists.begin, name="begin_report"),
    path("dispositioner/", outlines.see, name="report_outlines"),
    path("dispositioner/ny/", outlines.add, name="add_outline"),
    path("dispositioner/<uuid:outline>/", outlines.change, name="change_outline"),
    path("dispositioner/<uuid:outline>/text/", outlines.as_text, name="outline_text"),
    path("dispositioner/<uuid:outline>/kapitel/", chapters.add, name="add_chapter"),
    path("dispositioner/<uuid:outline>/kapitel/<int:place>/", chapters.change, name="change_chapter"),
    path("dispositioner/<uuid:outline>/kapitel/<int:place>/flytta/", chapters.move, name="move_chapter"),
    path("dispositioner/<uuid:outline>/kapitel/<int:place>/ta-bort/", chapters.remove, name="remove_chapter"),
    path("dispositioner/<uuid:outline>/ta-bort/", outlines.remove, name="remove_outline"),
    path("mallar/", templates.see, name="report_templates"),
    path("mallar/<uuid:template>/ta-bort/", templates.remove, name="remove_report_template"),
    path("filer/<uuid:export>/", exports.see, name="report_file"),
    path("filer/<uuid:export>/hamta/", exports.take, name="take_report_file"),
    path("<uuid:id>/", reading.see, name="report"),
    path("<uuid:id>/ny-utgava/", lists.new_edition, name="new_edition"),
    path("<uuid:id>/ladda-ner/", exports.choose, name="report_files"),
    path("<uuid:id>/bygger-pa/<uuid:block>/", following.see, name="report_rests_on"),
    path("<uuid:id>/faststall/", settling.see, name="settle_report"),
    path("<uuid:id>/publicering/", publishing.see, name="publish_report"),
    path("<uuid:id>/klar/", ready.see, name="mark_report_ready"),
    path("<uuid:id>/klar/angra/", ready.take_back, name="take_back_report_ready"),
    path("<uuid:id>/skriva/", writing.see, name="write_report"),
    path("<uuid:id>/skriva/omslag/", writing.cover, name="report_cover"),
    path("<uuid:id>/skriva/avsnitt/", sections.add, name="add_section"),
    path("<uuid:id>/skriva/avsnitt/<uuid:section>/", sections.change, name="change_section"),
    path("<uuid:id>/skriva/avsnitt/<uuid:section>/flytta/", sections.move, name="move_section"),
    path("<uuid:id>/skriva/avsnitt/<uuid:section>/ta-bort/", sections.remove, name="remove_section"),
    path("<uuid:id>/skriva/avsnitt/<uuid:section>/angra/", sections.put_back, name="put_back_section"),
    path("<uuid:id>/utgavor/", editions.see, name="report_editions"),
    path("<uuid:id>/versioner/", versions.see, name="report_versions"),
    path("<uuid:id>/skriva/avsnitt/<uuid:section>/lage/", reviewing.move_on, name="move_on_section"),
    path("<uuid:id>/skriva/avsnitt/<uuid:section>/kommentarer/", commenting.see, name="section_comments"),
    path(
        "<uuid:id>/skriva/avsnitt/<uuid:section>/kommentarer/<uuid:comment>/", commenting.change, name="change_comment"
    ),
    path(
        "<uuid:id>/skriva/avsnitt/<uuid:section>/kommentarer/<uuid:comment>/klar/",
        commenting.resolve,
        name="resolve_comment",
    ),
    path("<uuid:id>/skriva/avsnitt/<uuid:section>/nytt/<slug:kind>/", choosing.put, name="put_block"),
    path("<uuid:id>/skriva/stycke/<uuid:block>/", writing.change, name="change_block"),
    path("<uuid:id>/skriva/stycke/<uuid:block>/fler/", gathering.see, name="gather_reflections"),
    path("<uuid:id>/skriva/stycke/<uuid:block>/flytta/", writing.move, name="move_block"),
    path("<uuid:id>/skriva/stycke/<uuid:block>/ta-bort/", writing.remove, name="remove_block"),
    path("<uuid:id>/skriva/stycke/<uuid:block>/angra/", writing.put_back, name="put_back_block"),
]
