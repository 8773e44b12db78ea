"""Settings of the Django project, read from the environment; .env.example names and explains each."""

import tempfile
from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from redis.backoff import NoBackoff
from redis.retry import Retry

from rasputin import queues
from rasputin.environment import Env

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env(BASE_DIR / ".env")

# --- Bungie ---------------------------------------------------------------------------------------
REAL_BUNGIE = "https://www.bungie.net"
BUNGIE_API_KEY = env.str("BUNGIE_API_KEY", "")
BUNGIE_CONTACT = env.str("BUNGIE_CONTACT", "")
BUNGIE_BASE_URL = env.str("BUNGIE_BASE_URL", REAL_BUNGIE).rstrip("/")
BUNGIE_IS_REAL = "bungie.net" in BUNGIE_BASE_URL
BUNGIE_STATS_URL = env.str(
    "BUNGIE_STATS_URL", "https://stats.bungie.net" if BUNGIE_IS_REAL else f"{BUNGIE_BASE_URL}/stats"
).rstrip("/")
RASPUTIN_STAMP = env.str("RASPUTIN_STAMP", "")  # who fills the database; by default BUNGIE_BASE_URL says it

# --- The crawl ------------------------------------------------------------------------------------
RASPUTIN_CLOCK = env.str("RASPUTIN_CLOCK", "")
RASPUTIN_RATE = env.float("RASPUTIN_RATE", 20.0)  # requests a second for one source address
RASPUTIN_WWW_RATE = env.float("RASPUTIN_WWW_RATE", None)  # of these to www; without it as many
RASPUTIN_STATS_RATE = env.float("RASPUTIN_STATS_RATE", None)  # to stats, where reports are
RASPUTIN_CRAWL_PROCESSES = env.int("RASPUTIN_CRAWL_PROCESSES", 2)
RASPUTIN_CRAWL_THREADS = env.int("RASPUTIN_CRAWL_THREADS", 8)  # of each process; HTTP only
RASPUTIN_TASK_SECONDS = env.float("RASPUTIN_TASK_SECONDS", 60.0)
RASPUTIN_LEASE_SECONDS = 2 * RASPUTIN_TASK_SECONDS

# --- The disk -------------------------------------------------------------------------------------
RASPUTIN_DISK_FOLDER = env.path("RASPUTIN_DISK_FOLDER", env.path("RASPUTIN_HOME", BASE_DIR))
RASPUTIN_DISK_FLOOR = env.float("RASPUTIN_DISK_FLOOR", 0.05)  # share that must be free to go on crawling
RASPUTIN_KEEP_RAW_DAYS = env.int("RASPUTIN_KEEP_RAW_DAYS", None)  # archived replies; without it for good

# --- The manifest ---------------------------------------------------------------------------------
# All that the product shows, and what sites on such data ask for.
USUAL_TABLES = [
    "Activity", "ActivityMode", "ActivityModifier", "ActivityType", "Class", "Collectible",
    "DamageType", "Destination", "Gender", "HistoricalStats", "InventoryBucket", "InventoryItem",
    "ItemCategory", "ItemTierType", "Lore", "MedalTier", "Metric", "Milestone", "Objective", "Place",
    "PresentationNode", "Progression", "Race", "Record", "Season", "SeasonPass", "Stat", "Trait",
]  # fmt: skip
MANIFEST_TABLES = env.list("RASPUTIN_MANIFEST_TABLES", USUAL_TABLES)  # or "all"
MANIFEST_LANGUAGES = env.list("RASPUTIN_MANIFEST_LANGUAGES", ["en"])  # names are in the first
MANIFEST_FOLDER = env.path("RASPUTIN_MANIFEST_FOLDER", Path(tempfile.gettempdir()) / "rasputin-manifest")

# --- Web ------------------------------------------------------------------------------------------
DEBUG = env.bool("RASPUTIN_DEBUG", False)
SECRET_KEY = env.str("RASPUTIN_SECRET_KEY", "")
RASPUTIN_WEB_PORT = env.int("RASPUTIN_WEB_PORT", 8000)
RASPUTIN_FLOWER_PORT = env.int("RASPUTIN_FLOWER_PORT", 5555)
ALLOWED_HOSTS = env.list("RASPUTIN_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("RASPUTIN_TRUSTED_ORIGINS", [])
ROOT_URLCONF = "rasputin.urls"
WSGI_APPLICATION = "rasputin.wsgi.application"
INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",  # pages are loaded by rasputin/urls.py: a worker or a command has none
    "unfold.contrib.filters",
    "rasputin.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_celery_beat",
    "rasputin",
    "manifest",
    "tracking",
    "clans",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",  # an ETag for every answer, 304 for who has it
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# For the API's docs; as an installed app every program would load it.
NINJA = [Path(folder) for folder in getattr(find_spec("ninja"), "submodule_search_locations", None) or []]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # before those of the admin's theme
        "DIRS": [BASE_DIR / "rasputin" / "templates", *(folder / "templates" for folder in NINJA)],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
STATIC_URL = "/static/"
STATICFILES_DIRS = [folder / "static" for folder in NINJA]
WHITENOISE_USE_FINDERS = True  # files are served out of the packages: nothing to collect
LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = ["rasputin.formats"]  # dates in the admin as in the API
TIME_ZONE = "UTC"
USE_TZ = True
UNFOLD = {
    "SITE_TITLE": "Rasputin",
    "SITE_HEADER": "Rasputin",
    "SITE_SYMBOL": "radar",
    "DASHBOARD_CALLBACK": "rasputin.dashboard.front",
}

# --- PostgreSQL -----------------------------------------------------------------------------------
LOCAL_DATABASE = {"ENGINE": "django.db.backends.postgresql", "NAME": "rasputin"}
DATABASES = {
    "default": {
        **env.database("DATABASE_URL", LOCAL_DATABASE),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"server_side_binding": True},  # bulk writes as binary arrays, not as text
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Redis ----------------------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "retry": Retry(NoBackoff(), 0)},  # without it the database is asked
    }
}

# --- Celery ---------------------------------------------------------------------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", REDIS_URL)
BROKER_IS_REDIS = CELERY_BROKER_URL.startswith("redis")
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 10 * RASPUTIN_TASK_SECONDS, "socket_timeout": 10, "socket_keepalive": True}
    if BROKER_IS_REDIS
    else {}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False  # the row's lease brings the work back, not the message
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = RASPUTIN_TASK_SECONDS
CELERY_TASK_TIME_LIMIT = 1.5 * RASPUTIN_TASK_SECONDS
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_DEFAULT_QUEUE = queues.ACTIONS
CELERY_TASK_ROUTES = {
    "tracking.tasks.crawl_members": {"queue": queues.MEMBER},
    "tracking.tasks.crawl_instances": {"queue": queues.INSTANCE},
    "clans.tasks.crawl_clans": {"queue": queues.CLAN},
    "manifest.tasks.sync_manifest": {"queue": queues.DB_SYNC},
    "tracking.tasks.derive_titles": {"queue": queues.DB_SYNC},
    "tracking.tasks.fill_in_classes": {"queue": queues.DB_SYNC},
    "tracking.tasks.repair_players": {"queue": queues.MEMBER},
    "rasputin.tasks.drop_leftovers": {"queue": queues.DB_SYNC},
    "rasputin.tasks.work_at_jobs": {"queue": queues.DB_SYNC},
}  # all others, the sweeps, go to the default queue
CELERY_TASK_QUEUES = {name: {"exchange": name, "routing_key": name} for name in queues.ALL}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SEND_TASK_EVENTS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False  # what was fetched is stored all the same
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
CELERY_TIMEZONE = "UTC"

# --- Logging --------------------------------------------------------------------------------------
RASPUTIN_LOG_LEVEL = env.str("RASPUTIN_LOG_LEVEL", "INFO").upper()
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
if RASPUTIN_LOG_LEVEL not in LOG_LEVELS:  # Django sets up logging before it can run any check
    raise ImproperlyConfigured(f"RASPUTIN_LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": RASPUTIN_LOG_LEVEL},
    "loggers": {"celery.worker.strategy": {"level": "WARNING"}, "celery.app.trace": {"level": "WARNING"}},
}
