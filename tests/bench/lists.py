"""`make bench-lists`: the admin's lists of 100,000 jobs beside those of 1,000."""

from __future__ import annotations

from tests.bench.own_database import own_database


def main() -> None:
    with own_database():
        # Rows can be named only once Django is set up.
        from tests.bench.job_lists import lists

        lists()


if __name__ == "__main__":
    main()
