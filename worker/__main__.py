"""The worker's command line: `python -m worker COMMAND`."""

from worker.cli import main

if __name__ == "__main__":
    main()
