from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView, PasswordResetConfirmView
from django.urls import include, path

from . import class_table, downloads, insight, metrics, pages, people, regrades, staff, students, talk, tokens
from .api import api
from .lti import arriving, errands, launches, registering
from .lti import staff as lti

_COURSE = [
    path("", students.course, name="course"),
    path("a/<slug:slug>/", students.assignment, name="assignment"),
    path("a/<slug:slug>/submit", students.submit, name="submit"),
    path("a/<slug:slug>/draft", students.draft, name="draft"),
    path("work/<int:pk>/", students.work, name="work"),
    path("attempt/<int:pk>/", students.attempt, name="attempt"),
    path("attempt/<int:pk>/ask", talk.ask, name="ask"),
    path("class/", class_table.classroom, name="classroom"),
    path("class/a/<slug:slug>/", insight.insight, name="insight"),
    path("class/<int:person>/<slug:slug>/", staff.student, name="student"),
    path("class/<int:person>/<slug:slug>/adjust", staff.adjust_points, name="adjust"),
    path("class/<int:person>/<slug:slug>/extend", staff.extend_deadline, name="extend"),
    path("class/reviews/", talk.reviews, name="reviews"),
    path("class/reviews/<int:pk>/answer", talk.answer, name="answer"),
    path("class/submission/<int:pk>/comment", talk.comment, name="comment"),
    path("class/people/", people.people, name="people"),
    path("class/people/roster", people.import_roster, name="import_roster"),
    path("class/people/invitations", people.invite, name="invite"),
    path("class/people/close", people.close, name="close"),
    path("class/people/<int:person>/forget", people.forget, name="forget"),
    path("class/regrades/", regrades.regrades, name="regrades"),
    path("class/regrades/start", regrades.start, name="start_regrade"),
    path("class/regrades/undo", regrades.undo, name="undo_regrade"),
    path("class/regrades/<int:pk>/", regrades.regrade, name="regrade"),
    path("class/regrades/<int:pk>/apply", regrades.apply, name="apply_regrade"),
    path("class/regrades/<int:pk>/drop", regrades.drop, name="drop_regrade"),
    path("class/publish", class_table.publish_marks, name="publish"),
    path("class/report/", staff.report, name="report"),
    path("class/downloads/", downloads.downloads, name="downloads"),
    path("class/downloads/platform", downloads.for_platform, name="for_platform"),
    path("class/export/<slug:kind>", downloads.export, name="export"),
    path("class/log/", staff.log, name="log"),
    path("class/lms/", lti.lms, name="lms"),
    path("class/lms/code", lti.code, name="lms_code"),
    path("class/lms/<int:pk>/sync", lti.sync, name="lms_sync"),
    path("class/lms/<int:pk>/when", lti.when, name="lms_when"),
    path("class/lms/<int:pk>/part", lti.part, name="lms_part"),
    path("class/lms/score/<int:pk>/resend", lti.resend, name="lms_resend"),
    path("lti/arrive", arriving.arrive, name="lti_arrive"),
    path("lti/language", arriving.speak, name="lti_language"),
    path("lti/leave", arriving.leave, name="lti_leave"),
    path("class/submission/<int:pk>/", staff.submission, name="submission"),
]

_WELCOME = PasswordResetConfirmView.as_view(
    template_name="web/welcome.html",
    success_url="/",
    post_reset_login=True,
    post_reset_login_backend="django.contrib.auth.backends.ModelBackend",
)

_LTI = [
    path("login", launches.login, name="lti_login"),
    path("launch", launches.launch, name="lti_launch"),
    path("keys", launches.key_set, name="lti_keys"),
    path("errand/<str:secret>", errands.errand, name="lti_errand"),
    path("register/<str:secret>", registering.register, name="lti_register"),
]

urlpatterns = [
    path("", pages.home, name="home"),
    path("login/", LoginView.as_view(template_name="web/login.html"), name="login"),
    path("welcome/<uidb64>/<token>/", _WELCOME, name="welcome"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("healthz", pages.healthy, name="healthy"),
    path("readyz", pages.ready, name="ready"),
    path("metrics", metrics.metrics, name="metrics"),
    path("c/<slug:folder>/", include(_COURSE)),
    path("lti/", include(_LTI)),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke", tokens.revoke, name="revoke"),
    path("api/", api.urls),
    path("admin/", admin.site.urls),
]

handler400 = "grader.web.pages.bad_request"
