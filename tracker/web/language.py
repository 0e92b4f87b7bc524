"""Choose the language of a page: Vietnamese, until the reader switches."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers


class LanguageMiddleware(LocaleMiddleware):
    """Take the language from the cookie that the header's switch sets, and from nothing else.

    The browser's own list is not asked: most machines in the offices run English software, and their owners would
    be greeted in English. An address shows everybody the same page until he switches.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of the cookie if it is one of ours, otherwise the default."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = {code for code, _name in settings.LANGUAGES}
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Name the language of the answer, and that it depends on the cookie."""
        patch_vary_headers(response, ("Cookie",))
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response
