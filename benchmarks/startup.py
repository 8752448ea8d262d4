"""How long `verbatim ask` takes as a whole process, against the import of numpy alone.

    python benchmarks/startup.py [--rounds 20]

Both commands run in turn; the table has the median and the 90th percentile of each and their ratio.
"""

import argparse
import subprocess
import sys
import time
from statistics import median, quantiles

ASK = (sys.executable, "-m", "bot", "ask", "--json", "Which countries took part?")
COMMANDS = {
    "verbatim ask": ASK,
    "verbatim paragraph": (sys.executable, "-m", "bot", "paragraph", "4"),
    "import numpy": (sys.executable, "-c", "import numpy"),
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    seconds: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, command in COMMANDS.items():
            started = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            seconds[name].append(time.perf_counter() - started)
    rival = median(seconds["import numpy"])
    print(f"{'':<20}{'median':>9}{'p90':>9}{'ratio':>8}   ({rounds} rounds in turn)")
    for name, taken in seconds.items():
        p90 = quantiles(taken, n=10)[-1]
        print(f"{name:<20}{median(taken):>8.3f}s{p90:>8.3f}s{median(taken) / rival:>8.2f}")


if __name__ == "__main__":
    main()
