"""The main question of each page by GROUP BY over raw rows, in DuckDB.

Usage: measures_peer.py FILE ROUNDS. Prints a line a question: its name and the median seconds. Reading the file is not counted.
"""

import sys
import time

import duckdb

con = duckdb.connect()
con.execute(
    f"CREATE TABLE s AS SELECT *, CAST(started_at AS DATE) AS day, substr(area_code, 1, 4) AS district "
    f"FROM read_csv('{sys.argv[1]}', types={{'household_ref': 'VARCHAR', 'started_at': 'TIMESTAMPTZ', "
    f"'ended_at': 'TIMESTAMPTZ', 'received_at': 'TIMESTAMPTZ'}})"
)
VALID = "outcome = 'complete' AND review_state IS DISTINCT FROM 'rejected'"
SHARES = (
    f"sum(items_dont_know) FILTER ({VALID}) / sum(items_required) FILTER ({VALID}), "
    f"sum(items_answered) FILTER ({VALID}) / sum(items_required) FILTER ({VALID}), "
    f"count(latitude) FILTER ({VALID}) / count(*) FILTER ({VALID}), "
    f"quantile_cont(accuracy_m, [0.5, 0.9]) FILTER ({VALID}), "
    f"quantile_cont(epoch(received_at) - epoch(ended_at), [0.5, 0.9]) FILTER ({VALID}), "
    f"quantile_cont(active_s, [0.25, 0.5, 0.75]) FILTER ({VALID})"
)
QUESTIONS = {
    "overview": "SELECT district, count(DISTINCT household_ref) FILTER (" + VALID + "), "
    "count(DISTINCT enumerator_code) FILTER (day > DATE '2026-11-13') FROM s GROUP BY district",
    "coverage": "SELECT district, count(DISTINCT household_ref) FILTER (" + VALID + ") FROM s GROUP BY district",
    "quality": "SELECT " + SHARES + " FROM s",
    "by_enumerator": "SELECT enumerator_code, sum(items_dont_know) / sum(items_required), sum(items_required) "
    "FROM s WHERE " + VALID + " GROUP BY enumerator_code",
    "accuracy": "SELECT district, quantile_cont(accuracy_m, 0.5) FROM s WHERE " + VALID + " GROUP BY district",
    "by_enumerator_of_district": "SELECT enumerator_code, sum(items_dont_know) / sum(items_required), sum(items_required) "
    "FROM s WHERE district = 'PB18' AND " + VALID + " GROUP BY enumerator_code",
    "last_heard": "SELECT area_code, max(received_at) FROM s GROUP BY area_code",
    "refusals": "SELECT area_code, count(*) FILTER (outcome = 'refused'), count(*) FROM s GROUP BY area_code",
}
for name, question in QUESTIONS.items():
    times = []
    for _ in range(int(sys.argv[2])):
        begun = time.perf_counter()
        con.execute(question).fetchall()
        times.append(time.perf_counter() - begun)
    print(name, sorted(times)[len(times) // 2])
