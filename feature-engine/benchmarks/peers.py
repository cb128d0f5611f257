"""What a user would compute the benchmark's features with instead: DuckDB and Polars.

  peers.py make EVENTS FILE [CARDS]    writes payments over 90 days, skewed over the cards (a card for 20 payments)
  peers.py duckdb|polars IN OUT        computes the features of each payment; two threads, Parquet to Parquet, snappy
  peers.py compare OURS REFERENCE      joins two outputs on id and says where they differ; exit code 1 if they do

A payment's features are over the payments of its card strictly earlier, at most the window's length: count, sum and
greatest amount within 1 h, 24 h and 7 d, the mean within 24 h, and the last amount. Of no payment the count is 0 and
all else null. DuckDB is the reference. Counts, greatest and last are equal, sums and means within 1e-9 of each other.
"""

import sys
import time

WINDOWS = {"1h": "1 hour", "24h": "24 hour", "7d": "7 day"}
EXACT = [f"{name}_{window}" for name in ("count", "max") for window in WINDOWS] + ["last"]
ROUNDED = [f"sum_{window}" for window in WINDOWS] + ["mean_24h"]


def make(events, file, cards):
    import duckdb

    connection = duckdb.connect()
    connection.execute("select setseed(0.42)")
    connection.execute(
        f"""copy (
          select i as id,
            make_timestamp(1700000000000000 + i * (90 * 86400 * 1000000::bigint // {events})) as t,
            (pow(random(), 3) * {cards})::int as card,
            (random() * 5000)::int as merchant,
            round(exp(random() * 4), 2)::double as amount
          from range({events}) r(i)
        ) to '{file}' (format parquet, compression snappy)"""
    )


def by_duckdb(source, target):
    import duckdb

    windows, columns = [], []
    for name, length in WINDOWS.items():
        windows.append(
            f"w{name} as (partition by card order by t range between "
            f"interval '{length}' - interval 1 microsecond preceding and interval 1 microsecond preceding)"
        )
        for function in ("count", "sum", "max"):
            columns.append(f"{function}(amount) over w{name} as {function}_{name}")
    columns.append("avg(amount) over w24h as mean_24h")
    columns.append("lag(amount) over (partition by card order by t) as last")
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    connection.execute(
        f"copy (select id, {', '.join(columns)} from read_parquet('{source}') window {', '.join(windows)}) "
        f"to '{target}' (format parquet, compression snappy)"
    )


def by_polars(source, target):
    import polars as pl

    payments = pl.read_parquet(source, columns=["id", "t", "card", "amount"]).sort("card", "t")
    payments = payments.with_columns(one=pl.lit(1, pl.Int64))
    columns = []
    for name in WINDOWS:
        window = {"by": "t", "window_size": name, "closed": "none"}
        columns.append(pl.col("one").rolling_sum_by(**window).over("card").alias(f"count_{name}"))
        columns.append(pl.col("amount").rolling_sum_by(**window).over("card").alias(f"sum_{name}"))
        columns.append(pl.col("amount").rolling_max_by(**window).over("card").alias(f"max_{name}"))
    day = {"by": "t", "window_size": "24h", "closed": "none"}
    columns.append(pl.col("amount").rolling_mean_by(**day).over("card").alias("mean_24h"))
    columns.append(pl.col("amount").shift(1).over("card").alias("last"))
    features = payments.select("id", *columns)
    # The sum of no payment is 0 here, and null in SQL.
    features = features.with_columns(
        pl.when(pl.col(f"count_{name}") > 0).then(pl.col(f"sum_{name}")).alias(f"sum_{name}") for name in WINDOWS
    )
    features.with_columns(pl.col(f"count_{name}").fill_null(0) for name in WINDOWS).write_parquet(
        target, compression="snappy"
    )


def compare(ours, reference):
    import duckdb

    wrong = [f"count(*) filter (a.{column} is distinct from b.{column}) as {column}" for column in EXACT]
    for column in ROUNDED:
        wrong.append(
            f"count(*) filter ((a.{column} is null) <> (b.{column} is null) "
            f"or abs(a.{column} - b.{column}) > 1e-9 * abs(b.{column})) as {column}"
        )
    names = EXACT + ROUNDED
    found = (
        duckdb.connect()
        .execute(
            f"select count(*) filter (a.id is null or b.id is null), count(*), {', '.join(wrong)} "
            f"from read_parquet('{ours}') a full join read_parquet('{reference}') b on a.id = b.id"
        )
        .fetchone()
    )
    differences = {name: count for name, count in zip(names, found[2:]) if count}
    if found[0] or differences:
        print(f"{found[0]} rows are in one only; values that differ: {differences or 'none'}", file=sys.stderr)
        return 1
    print(f"values equal: {found[1]:,} rows of {len(names)} columns")
    return 0


def main(what, *arguments):
    if what == "make":
        events = int(arguments[0])
        make(events, arguments[1], int(arguments[2]) if len(arguments) > 2 else events // 20)
    elif what == "compare":
        sys.exit(compare(*arguments))
    else:
        start = time.time()
        {"duckdb": by_duckdb, "polars": by_polars}[what](*arguments)
        print(f"{what} {time.time() - start:.2f} s within the process")


if __name__ == "__main__":
    main(*sys.argv[1:])
