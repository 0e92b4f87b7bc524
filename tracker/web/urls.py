"""Name the address of each page."""

from django.urls import path

from tracker.web.api import report_view
from tracker.web.api_progress import investor_progress_view, progress_view
from tracker.web.views.accounts import SignInView, SignOutView
from tracker.web.views.data import DataPackageView, FiguresStructureView, FiguresView
from tracker.web.views.documents import (
    AboutView,
    DataChecksView,
    DocumentListView,
    DocumentView,
    PromotionListView,
)
from tracker.web.views.editions import EditionListView, EditionRestatementsView, EditionView
from tracker.web.views.explanation import ExplanationView
from tracker.web.views.help import GuideView, HelpView
from tracker.web.views.indicators import IndicatorListView, IndicatorView
from tracker.web.views.investors import InvestorListView, InvestorView
from tracker.web.views.ledger import LedgerView
from tracker.web.views.opening_year import OpenYearView
from tracker.web.views.places import PlaceListView, PlaceView
from tracker.web.views.profile import PasswordView, ProfileView, sign_out_everywhere
from tracker.web.views.quarter_workbook import QuarterWorkbookView
from tracker.web.views.report import ReportPdfView, ReportView
from tracker.web.views.report_document import ReportDocumentView
from tracker.web.views.reporting import RemindView, ReportingView
from tracker.web.views.reporting_calendar import CalendarView, calendar_feed
from tracker.web.views.restatements import RestatementsView
from tracker.web.views.results import ResultsView
from tracker.web.views.search import SearchView
from tracker.web.views.start import first_page
from tracker.web.views.tokens import ProgramsView

app_name = "web"
urlpatterns = [
    path("", first_page, name="home"),
    path("search/", SearchView.as_view(), name="search"),
    path("places/", PlaceListView.as_view(), name="places"),
    path("places/<slug:slug>/", PlaceView.as_view(), name="place"),
    path("places/<slug:slug>/explanation/", ExplanationView.as_view(), name="explanation"),
    path("places/<slug:slug>/targets/", LedgerView.as_view(), name="ledger"),
    path("places/<slug:slug>/report/", ReportView.as_view(), name="report"),
    path("places/<slug:slug>/report.pdf", ReportPdfView.as_view(), name="report_pdf"),
    path("places/<slug:slug>/report.docx", ReportDocumentView.as_view(), name="report_document"),
    path("places/<slug:slug>/quarter.xlsx", QuarterWorkbookView.as_view(), name="quarter_workbook"),
    path("places/<slug:slug>/results.json", ResultsView.as_view(), name="results"),
    path("places/<slug:slug>/restatements/", RestatementsView.as_view(), name="restatements"),
    path("indicators/", IndicatorListView.as_view(), name="indicators"),
    path("indicators/<slug:code>/", IndicatorView.as_view(), name="indicator"),
    path("investors/", InvestorListView.as_view(), name="investors"),
    path("investors/<slug:slug>/", InvestorView.as_view(), name="investor"),
    path("editions/", EditionListView.as_view(), name="editions"),
    path("editions/<slug:slug>/", EditionView.as_view(), name="edition"),
    path("editions/<slug:slug>/restatements/", EditionRestatementsView.as_view(), name="edition_restatements"),
    path("documents/", DocumentListView.as_view(), name="documents"),
    path("documents/<slug:slug>/", DocumentView.as_view(), name="document"),
    path("promotion-lists/<slug:slug>/", PromotionListView.as_view(), name="promotion_list"),
    path("data-checks/", DataChecksView.as_view(), name="data_checks"),
    path("reporting/", ReportingView.as_view(), name="reporting"),
    path("reporting/open-year/", OpenYearView.as_view(), name="open_year"),
    path("reporting/remind/", RemindView.as_view(), name="reporting_remind"),
    path("reporting/calendar/", CalendarView.as_view(), name="reporting_calendar"),
    path("reporting/calendar/<str:secret>.ics", calendar_feed, name="calendar_feed"),
    path("api/reports/<slug:place_slug>/<str:quarter_text>/<slug:reporter_slug>/", report_view, name="report_api"),
    path("api/progress/places/<slug:slug>/", progress_view, name="progress_api"),
    path("api/progress/investors/<slug:slug>/", investor_progress_view, name="investor_progress_api"),
    path("data/figures.sdmx.csv", FiguresView.as_view(), name="figures_sdmx"),
    path("data/figures.sdmx.xml", FiguresStructureView.as_view(), name="figures_sdmx_structure"),
    path("data/package.zip", DataPackageView.as_view(), name="data_package"),
    path("help/", HelpView.as_view(), name="help"),
    path("help/<slug:guide>/", GuideView.as_view(), name="guide"),
    path("about/", AboutView.as_view(), name="about"),
    path("accounts/profile/", ProfileView.as_view(), name="profile"),
    path("accounts/password/", PasswordView.as_view(), name="password"),
    path("accounts/sign-out-everywhere/", sign_out_everywhere, name="sign_out_everywhere"),
    path("accounts/programs/", ProgramsView.as_view(), name="programs"),
    path("accounts/login/", SignInView.as_view(), name="sign_in"),
    path("accounts/logout/", SignOutView.as_view(), name="sign_out"),
]
