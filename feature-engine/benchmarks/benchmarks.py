"""Every benchmark of the feature engine; ./run starts it. A program's time is that of its whole process, its memory the
most that was resident, as the kernel says."""

import argparse
import datetime
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGE = "roundhouse.featureengine.benchmarks"
THREADS = 2
EVENTS = 10_000_000
MANY_EVENTS = 40_000_000
GIB = 1 << 30

# What a user may give the engine too: docs/benchmarks.md lists it.
JAVA_OPTIONS = [
    "-XX:+UseSerialGC",
    "-Xmn40m",
    "-Xms2600m",
    "-Xmx2600m",
    "-XX:PretenureSizeThreshold=1m",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
]
MEMORY_MIB = 1900

# Those of a server: the JVM's own choices.
SERVER_OPTIONS = ["-Xmx2g", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]


class Run:
    def __init__(self, seconds, cpu_seconds, resident):
        self.seconds, self.cpu_seconds, self.resident = seconds, cpu_seconds, resident

    def __str__(self):
        return f"{self.seconds:.2f} s, {self.cpu_seconds:.1f} CPU-s, {self.resident / GIB:.2f} GiB resident"


class Benchmarks:
    def __init__(self, options):
        self.options = options
        self.work = Path(options.cache) / "data"
        self.work.mkdir(parents=True, exist_ok=True)
        self.ratios = []
        classpath = (HERE / "target/runtime-classpath").read_text().strip()
        # The jar, not the folder of classes: the JVM keeps no archive of a folder's.
        (jar,) = (HERE / "target").glob("roundhouse-feature-benchmarks-*.jar")
        self.classpath = f"{jar}:{classpath}"
        # The JVM refuses another build's archive, and does not replace it.
        self.class_archive = self.work / "classes.jsa"
        self.class_archive.unlink(missing_ok=True)

    # What is run.

    def measure(self, command, environment=None):
        """Runs a command to its end; its output is shown only if it fails."""
        with open(self.work / "output", "w+b") as output:
            start = time.monotonic()
            process = subprocess.Popen(
                command, stdout=output, stderr=subprocess.STDOUT, env=environment or os.environ.copy()
            )
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.monotonic() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode != 0:
                output.seek(0)
                sys.stderr.write(output.read().decode(errors="replace"))
                raise SystemExit(f"exit code {process.returncode}: {' '.join(map(str, command[-6:]))}")
        return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)

    def java(self, main, *arguments, options=()):
        environment = {**os.environ, "CLASSPATH": self.classpath}
        java = Path(os.environ["JAVA_HOME"]) / "bin/java"
        command = [str(java), *JAVA_OPTIONS, *self.archive(), *options, f"{PACKAGE}.{main}", *map(str, arguments)]
        return command, environment

    def archive(self):
        """Classes as the JVM keeps them from one start to the next: made by the first run, used by those after it."""
        return ["-XX:+AutoCreateSharedArchive", f"-XX:SharedArchiveFile={self.class_archive}", "-Xlog:cds*=off"]

    def ours(self, source, target):
        target.unlink(missing_ok=True)
        return self.measure(*self.java("BatchBenchmark", source, target, THREADS, MEMORY_MIB))

    def windows(self, source, target, length, step):
        target.unlink(missing_ok=True)
        return self.measure(*self.java("WindowBenchmark", source, target, THREADS, MEMORY_MIB, length, step))

    def peer(self, name, source, target):
        target.unlink(missing_ok=True)
        limits = {"POLARS_MAX_THREADS": str(THREADS)}
        return self.measure([sys.executable, str(HERE / "peers.py"), name, str(source), str(target)], {**os.environ, **limits})

    def events(self, count, cards=None):
        if self.options.events and cards is None and count == EVENTS:
            return Path(self.options.events).resolve()
        file = self.work / f"payments-{count}-{cards or count // 20}.parquet"
        if not file.exists():
            new = file.with_suffix(".new")
            new.unlink(missing_ok=True)
            arguments = [str(count), str(new)] + ([str(cards)] if cards else [])
            self.measure([sys.executable, str(HERE / "peers.py"), "make", *arguments])
            new.rename(file)
        return file

    # What is printed.

    def ratio(self, name, value, meaning):
        self.ratios.append(f"ratio {name} {value:.2f}")
        print(f"ratio {name} {value:.2f}    {meaning}", flush=True)

    def say(self, text):
        print(text, flush=True)

    # The benchmarks.

    def batch(self):
        source = self.events(EVENTS)
        outputs = {name: self.work / f"{name}.parquet" for name in ("roundhouse", "polars", "duckdb")}
        runs = {name: [] for name in outputs}
        self.ours(source, outputs["roundhouse"])  # the JVM's archive of classes; as a user's first run makes it
        for _ in range(self.options.repeat):
            # In turns, so that what else the machine does falls on all.
            runs["roundhouse"].append(self.ours(source, outputs["roundhouse"]))
            for name in ("polars", "duckdb"):
                runs[name].append(self.peer(name, source, outputs[name]))
        medians = {}
        for name, all_runs in runs.items():
            medians[name] = statistics.median(run.seconds for run in all_runs)
            times = ", ".join(f"{run.seconds:.2f}" for run in all_runs)
            typical = min(all_runs, key=lambda run: abs(run.seconds - medians[name]))
            self.say(f"batch {name:10} {typical}  (all: {times})")
        for name in ("roundhouse", "polars"):
            self.compare(outputs[name], outputs["duckdb"], name)
        resident = max(run.resident for run in runs["roundhouse"])
        for name in ("polars", "duckdb"):
            self.ratio(f"batch-vs-{name}", medians[name] / medians["roundhouse"], f"times as fast as {name}")
        self.ratio("memory-gb", resident / 1e9, "GB resident at most; the bar is 3")

    def compare(self, output, reference, name):
        compared = subprocess.run([sys.executable, str(HERE / "peers.py"), "compare", str(output), str(reference)])
        if compared.returncode != 0:
            raise SystemExit(f"the values of {name} differ from DuckDB's")

    def forty_million(self):
        target = self.work / "many.parquet"
        runs = []
        for _ in range(self.options.repeat):
            # In turns, as the machine's speed changes from minute to minute.
            ten, forty = (self.ours(self.events(count), target) for count in (EVENTS, MANY_EVENTS))
            self.say(f"forty-million {forty}, {ten.seconds:.2f} s for ten million")
            runs.append((forty.seconds / ten.seconds, forty.resident))
        self.ratio("forty-million-vs-ten", statistics.median(ratio for ratio, _ in runs), f"times as long, the median of {len(runs)}; the bar is 4.4")
        self.ratio("forty-million-memory-gb", max(resident for _, resident in runs) / 1e9, "GB resident; the bar is 3")

    def growth(self):
        self.grow("keys", [(f"{cards:,} keys", lambda cards=cards: self.ours(self.events(EVENTS, cards), self.work / "growth.parquet")) for cards in (10_000, 100_000, 1_000_000, 10_000_000)], 2.5)
        lengths = [("1 h by 5 min", "PT1H", "PT5M"), ("24 h by 1 h", "PT24H", "PT1H"), ("7 d by 1 h", "P7D", "PT1H"), ("90 d by 1 d", "P90D", "P1D")]
        source, target = self.events(EVENTS), self.work / "growth.parquet"
        self.grow("windows", [(name, lambda length=length, step=step: self.windows(source, target, length, step)) for name, length, step in lengths], 1.5)

    def grow(self, what, cases, bar):
        times = []
        for name, run in cases:
            runs = [run() for _ in range(min(3, self.options.repeat))]
            times.append(statistics.median(one.seconds for one in runs))
            self.say(f"growth {name}: {times[-1]:.2f} s, {times[-1] / EVENTS * 1e9:.0f} ns an event")
        self.ratio(f"growth-{what}", max(times) / times[0], f"most time to that of the first; the bar is {bar}")

    def own(self, command, environment):
        """A benchmark that is one Java program, and prints its own lines."""
        finished = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
        for line in finished.stdout.splitlines():
            self.say(line)
            if line.startswith("ratio "):
                self.ratios.append(" ".join(line.split()[:3]))
        if finished.returncode != 0:
            raise SystemExit(f"exit code {finished.returncode}: {command[-1]}")

    def stream(self):
        environment = {**os.environ, "CLASSPATH": self.classpath}
        java = Path(os.environ["JAVA_HOME"]) / "bin/java"
        self.own([str(java), *SERVER_OPTIONS, f"{PACKAGE}.StreamBenchmark"], environment)

    def all(self):
        for name in self.options.only or NAMES:
            self.say(f"\n== {name}")
            if name == "batch":
                self.batch()
            elif name == "forty-million":
                self.forty_million()
            elif name == "growth":
                self.growth()
            elif name == "kernel":
                self.own(*self.java("KernelBenchmark"))
            elif name == "stream":
                self.stream()
        self.say("\n== all\n" + "\n".join(self.ratios))


NAMES = ["batch", "forty-million", "growth", "kernel", "stream"]


def machine():
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        model = next((line.split(":")[1].strip() for line in info.read_text().splitlines() if "model name" in line), model)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}"


def main():
    parser = argparse.ArgumentParser(prog="feature-engine/benchmarks/run", description="Benchmarks of the feature engine, each beside its peer.")
    parser.add_argument("--events", metavar="FILE", help="payments for the batch benchmark, in place of ten million that are made")
    parser.add_argument("--only", metavar="NAME", action="append", choices=NAMES, help=f"one of {', '.join(NAMES)}; may be given again")
    parser.add_argument("--repeat", metavar="N", type=int, default=5, help="runs of each program, of which the median counts (5)")
    parser.add_argument("--cache", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    print(f"{datetime.date.today()} · {machine()} · load {os.getloadavg()[0]:.1f}", flush=True)
    Benchmarks(options).all()


if __name__ == "__main__":
    main()
