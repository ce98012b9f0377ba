"""All settings of the service. `env` reads values from the environment.

A new app needs one line here, in TENANT_APPS; all else it declares in its own folder (see CONTRIBUTING.md).
"""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from config import env, logs, sentry

BASE_DIR = Path(__file__).resolve().parent.parent

# Where it runs -------------------------------------------------------------------------------------------------------

LOCAL = env.flag(
    "SAFETYNET_LOCAL", default=False
)  # on a developer's machine: plain HTTP, emails in a folder, demo codes
DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", default="")  # so that authenticator apps still work
BASE_DOMAIN = env.text("BASE_DOMAIN", "localhost")
PORT = env.text("PORT", "8000")
ALLOWED_HOSTS = ["*"]  # SurfaceMiddleware answers 404 for an unknown host
RELEASE = env.text("RELEASE", "development")

# Apps ----------------------------------------------------------------------------------------------------------------

SHARED_APPS = [
    "django_tenants",  # chooses a schema
    "tenants",  # partnerships and domains; must follow django_tenants
    "tenants.operations",  # the operators' console
    "django.contrib.contenttypes",  # public only: needed by auth
    "django.contrib.auth",  # public only: password validators and hashers; our users have no groups
    "django_tasks_db",  # one queue for all partnerships
    "pghistory",  # stores each version of a row, by trigger; its table of contexts is not used
    "django.contrib.sessions",  # operators and the user group sign in at the base domain
    "core.accounts",
    "core.audit",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "billing",  # the yearly fee, its split, invoices and the ledger
]  # tables in `public`
TENANT_APPS = [
    "django.contrib.sessions",  # each partnership's sessions are in its schema
    "core.audit",
    "core.access",
    "core.accounts",
    "core.saved_filters",
    "core.agencies",
    "core.tasks",
    "core.areas",
    "core.agreements",
    "core.places",  # migrations only, until addresses come
    "core.records",
    "core.incidents",
    "core.intake",
    "core.oversight",
    "core.publishing",
    "core.workspace",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.idp.oidc",  # tokens for partner systems
]  # tables in each partnership's schema
APPS_WITHOUT_TABLES = [
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",  # templates of widgets, which FORM_RENDERER needs
    "django.contrib.messages",
    "allauth",
    "crispy_forms",
    "crispy_forms_gds",
    "csp",
    "pgtrigger",
    "django_prometheus",
    "ninja",
]
INSTALLED_APPS = list(dict.fromkeys([*SHARED_APPS, *TENANT_APPS, *APPS_WITHOUT_TABLES]))

# Tenancy -------------------------------------------------------------------------------------------------------------

TENANT_MODEL = "tenants.Partnership"
TENANT_DOMAIN_MODEL = "tenants.Domain"
PUBLIC_SCHEMA_NAME = "public"
PG_EXTRA_SEARCH_PATHS = ["extensions"]
SKIP_PG_EXTRA_VALIDATION = True  # `extensions` is no tenant
TENANT_APPEND_ONLY_APPS = ["core.audit"]  # the tenant role may only add and read rows
SERVICE_READ_ONLY_MODELS = ["operations.Operator", "billing.Account"]  # the owner's login alone adds to them
SERVICE_KEPT_APPS = ["billing"]  # the service's role deletes none of their rows
SERVICE_APPEND_ONLY_MODELS = [  # and changes none of these
    "billing.Plan",
    "billing.Price",
    "billing.VatRate",
    "billing.FeeShare",
    "billing.Journal",
    "billing.Posting",
    "billing.Invoice",
    "billing.InvoiceLine",
    "billing.CreditNote",
    "billing.CreditNoteLine",
    "billing.Payment",
    "billing.Refund",
]
TENANT_PUBLISHED_MODELS = ["areas.Area"]  # what the public site's role may read
TENANT_INBOX_MODELS: list[str] = []  # what the public site's role may add to
TENANT_ROLES_LOGIN = env.flag("TENANT_ROLES_LOGIN", default=False)  # Citus only: workers log in as tenant roles
ERASE_AFTER_DAYS = env.whole_number("ERASE_AFTER_DAYS", default=30)  # a partnership must have been leaving for so long
TENANT_FIRST_INVITATION = (
    "core.agencies.actions.invite_first_administrator"  # called with email and name, inside the schema
)

ROOT_URLCONF = "config.urls_workspace"
SURFACE_URLCONFS = {
    "workspace": "config.urls_workspace",
    "publishing": "config.urls_publishing",
    "service": "config.urls_service",
}
WSGI_APPLICATION = "config.wsgi.application"

# Database ------------------------------------------------------------------------------------------------------------

STATEMENT_TIMEOUT = env.whole_number("STATEMENT_TIMEOUT", default=60)  # seconds; 0 for no limit. The owner has none
DATABASES = {"default": env.database("DATABASE_URL", statement_timeout=STATEMENT_TIMEOUT, max_age=600)}
if env.text("OWNER_DATABASE_URL", ""):
    # Only processes that provision, upgrade, restore or erase have the owner's login; the web process never does.
    DATABASES["owner"] = env.database("OWNER_DATABASE_URL")
DATABASE_ROUTERS = ["tenants.routers.Router"]
TENANT_SYNC_ROUTER = "tenants.routers.Router"
TENANT_DB_ALIAS = "owner" if "owner" in DATABASES else "default"  # the login of django-tenants' commands
# A Postgres backend keeps each table that it has used in memory, and on Citus a connection per partnership.
TENANTS_PER_CONNECTION = env.whole_number("TENANTS_PER_CONNECTION", default=64)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PGTRIGGER_SCHEMA = None  # each trigger is in the schema of its table
PGTRIGGER_MIGRATIONS = True

# Cache and queue -----------------------------------------------------------------------------------------------------

CACHES = {
    "default": {  # allauth keeps its limits and used codes here, so it must never evict
        "BACKEND": "core.accounts.limits.LimitStore",
        "KEY_FUNCTION": "tenants.cache.key",
    },
}
TASKS = {"default": {"BACKEND": "tenants.queue.Backend"}}

# Requests and pages --------------------------------------------------------------------------------------------------

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",  # outermost, to count all responses
    "config.logs.RequestMiddleware",  # sets the request id, before anything is logged
    "config.headers.HeadersMiddleware",  # on every response, errors and redirects included
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.intake.problems.JsonErrorsMiddleware",  # for errors of all middleware below
    "config.health.ProbeMiddleware",  # before HTTPS, host and partnership, which probes do not know
    "tenants.middleware.HttpsMiddleware",  # Django's SecurityMiddleware, but an unknown host is not redirected
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # outside AuditMiddleware; random padding against BREACH
    "core.accounts.middleware.ClientAddressMiddleware",  # from X-Forwarded-For, by TRUSTED_PROXIES
    "tenants.middleware.SurfaceMiddleware",  # chooses partnership and URLs by the host
    "core.audit.middleware.AuditMiddleware",  # outside sessions; writes the audit row before the response is sent
    "core.workspace.printing.PrintMiddleware",  # inside AuditMiddleware, which records prints
    "core.publishing.middleware.NoSessionMiddleware",  # no sessions on the public site
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.accounts.csrf.SchemaCsrfMiddleware",  # Django's, with tokens bound to the schema
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.accounts.middleware.BusyMiddleware",  # too many passwords to check at once
    "core.accounts.middleware.SessionLimitsMiddleware",  # idle and absolute limits
    "core.accounts.middleware.SecondFactorMiddleware",  # whether this session has proved a second factor
    "core.agencies.middleware.ActingMiddleware",  # the agency that this user acts for
    "tenants.operations.middleware.OperatorMiddleware",  # whether this user is an operator
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "core.access.middleware.GuardMiddleware",  # a view without a guard is refused
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["core.workspace.loaders.FilesystemLoader", "core.workspace.loaders.AppDirectoriesLoader"],
                ),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.workspace.context.page",
            ],
            "builtins": [
                f"core.workspace.templatetags.{module}" for module in ("components", "dates", "fields", "words")
            ],
        },
    },
]
FORM_RENDERER = "core.workspace.macros.FormRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"

# Language and time ---------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# Static files --------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT", str(BASE_DIR / "var" / "static"))
STATICFILES_DIRS = [BASE_DIR / "static" / "dist"]
MEDIA_ROOT = env.text("MEDIA_ROOT", str(BASE_DIR / "var" / "files"))
STORAGES = {
    "default": {"BACKEND": "tenants.files.Storage"},  # a folder per schema
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Signing in ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["core.accounts.backend.Backend"]
PASSWORD_HASHERS = ["core.accounts.hashing.BoundedArgon2"]
PASSWORD_HASHES_AT_ONCE = env.whole_number("PASSWORD_HASHES_AT_ONCE", default=2)  # in each process, 100 MiB each
PASSWORD_HASHES_WAITING = 1  # in each process; more would leave no thread for other pages
PASSWORD_HASH_WAIT = 3  # seconds; then the page says to try again
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds

ACCOUNT_ADAPTER = "core.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # tells allauth that there is a password; nobody signs up
ACCOUNT_EMAIL_VERIFICATION = "none"  # the link of an invitation proves the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True  # an email when a user's password or second factor changes
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "core.accounts.tokens.ResetTokenGenerator"  # noqa: S105 (a path)
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_RATE_LIMITS = {  # a whole agency may share an address and sign in at the start of a shift
    "login": "300/m/ip",
    "guess_by_address": "60/m/ip",  # wrong passwords and codes
    "guess_by_account": "5/5m/key",  # from all unknown devices together, and from each known device
    "login_failed": "20/5m/key",  # allauth's own count of codes and passkeys; our count of codes refuses first
    "reset_password": "60/m/ip,5/5m/key",
    "reset_password_from_key": "60/m/ip",
}
ACCOUNT_FORMS = {
    "login": "core.accounts.forms.SignInForm",
    "reauthenticate": "core.accounts.forms.ReauthenticateForm",
    "change_password": "core.accounts.forms.ChangePasswordForm",
    "reset_password": "core.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "core.accounts.forms.ResetPasswordKeyForm",
}
MFA_ADAPTER = "core.accounts.adapters.FactorAdapter"
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # codes before and after, of half a minute each: clocks differ, and typing takes time
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
MFA_FORMS = {
    "authenticate": "core.accounts.forms.AuthenticateForm",
    "reauthenticate": "core.accounts.forms.ReauthenticateByCodeForm",
    "activate_totp": "core.accounts.forms.SetUpAppForm",
    "authenticate_webauthn": "core.accounts.forms.AuthenticateByPasskeyForm",
    "login_webauthn": "core.accounts.forms.SignInByPasskeyForm",
    "reauthenticate_webauthn": "core.accounts.forms.ReauthenticateByPasskeyForm",
    "add_webauthn": "core.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "core.accounts.forms.RenamePasskeyForm",
}
USERSESSIONS_ADAPTER = "core.accounts.adapters.SessionsAdapter"
TRUSTED_PROXIES = env.whole_number("TRUSTED_PROXIES", default=0)  # that are ours, and append to X-Forwarded-For

DEVICE_COOKIE_AGE = 180 * 24 * 60 * 60  # seconds since the last sign-in on the device

SESSION_ENGINE = "core.accounts.session_store"
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: the absolute limit
SESSION_IDLE_AGE = 30 * 60  # seconds without a request
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no further cookie
CSRF_FAILURE_VIEW = "core.workspace.errors.forged"

# Partner systems -----------------------------------------------------------------------------------------------------

IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 60 * 60  # seconds
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]  # no client without a secret
IDP_OIDC_RATE_LIMITS = {
    "token": "120/m/ip",
    "refusal_recorded": "10/m/ip,100/m/key",  # audit rows for wrong secrets and tokens
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024  # bytes: a batch of 1,000 long reports

# Browser security ----------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = not LOCAL
SECURE_PROXY_SSL_HEADER = None if LOCAL else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if LOCAL else 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
PERMISSIONS_POLICY = {
    "publickey-credentials-create": "self",  # passkeys
    "publickey-credentials-get": "self",
    **dict.fromkeys(
        ["accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone"], ()
    ),
    **dict.fromkeys(["browsing-topics", "midi", "payment", "usb"], ()),
}
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Email ---------------------------------------------------------------------------------------------------------------

EMAIL_BACKEND = env.text(
    "EMAIL_BACKEND",
    "django.core.mail.backends.filebased.EmailBackend" if LOCAL else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.whole_number("EMAIL_PORT", default=587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 10  # seconds
EMAIL_FILE_PATH = env.text("EMAIL_FILE_PATH", str(BASE_DIR / "var" / "mail"))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"SafetyNet <no-reply@{BASE_DOMAIN}>")

# Billing -------------------------------------------------------------------------------------------------------------

STRIPE_API_KEY = env.text("STRIPE_API_KEY", "")  # without it, there is no gateway and no webhook
STRIPE_API_BASE = env.text("STRIPE_API_BASE", "https://api.stripe.com")
STRIPE_WEBHOOK_SECRET = env.text("STRIPE_WEBHOOK_SECRET", "")  # without it, there is no webhook
SELLER_NAME = env.text("SELLER_NAME", "SafetyNet (demonstration)" if LOCAL else "")  # as on the VAT certificate
SELLER_ADDRESS = env.text("SELLER_ADDRESS", "1 Example Street, Exampleton" if LOCAL else "")
SELLER_VAT_NUMBER = env.text("SELLER_VAT_NUMBER", "GB 000 0000 00" if LOCAL else "")  # no invoice without it

# Monitoring ----------------------------------------------------------------------------------------------------------

LOGGING = logs.settings(readable=LOCAL)
LOGGING_CONFIG = "config.logs.configure"
METRICS_TOKEN = env.text("METRICS_TOKEN", "")  # bearer token for /metrics; without it there is no such page
sentry.start(env.text("SENTRY_DSN", ""), release=RELEASE, environment=BASE_DOMAIN)
