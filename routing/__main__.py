"""`python -m routing`: a router process. Models can be imported only once Django is set up, hence the import within."""

import os

import django


def main() -> None:
    """Set Django up, then route until SIGTERM."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
    django.setup()
    from routing import router

    router.main()


if __name__ == "__main__":
    main()
