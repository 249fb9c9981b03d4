-- how many cells of office, month and cohort
SELECT CAST(why AS BIGINT) AS reason, CAST(count(*) AS BIGINT) AS groups, CAST(sum(n) AS BIGINT) AS n, CAST(sum(s0) AS DOUBLE) AS s0
FROM (SELECT why, v0, v1, v2, count(*) AS n, sum(v3) AS s0
  FROM (SELECT why, CASE WHEN (why = 0) THEN v0 END AS v0, CASE WHEN (why = 0) THEN v1 END AS v1, CASE WHEN (why = 0) THEN v2 END AS v2, v3
    FROM (SELECT c0 AS v0, c1 AS v1, c2 AS v2, c3 AS v3, CASE WHEN (c0 IS NULL) THEN 2 WHEN (c1 IS NULL) THEN 3 WHEN (c3 IS NULL) THEN 5 ELSE 0 END AS why
      FROM (SELECT CASE WHEN (NOT (lower(trim(CAST("kantor" AS VARCHAR))) IN ('', 'na', 'n/a', 'nan', 'null', '-', '.', '#n/a', '#div/0!', '#ref!', '#value!', '#name?', '#num!', '#null!'))) THEN trim(CAST("kantor" AS VARCHAR)) END AS c0, CASE WHEN isfinite("masuk") THEN CAST((CAST(date_trunc('month', CAST("masuk" AS TIMESTAMP)) AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c1, CASE WHEN isfinite("mulai_program") THEN CAST((CAST("mulai_program" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c2, CASE WHEN (CAST("lama" AS DOUBLE) BETWEEN CAST('-1.7976931348623157e308' AS DOUBLE) AND CAST('1.7976931348623157e308' AS DOUBLE)) THEN CAST("lama" AS DOUBLE) END AS c3
        FROM "layanan"."permohonan" AS t) AS t) AS t) AS t
  GROUP BY why, v0, v1, v2) AS t
GROUP BY why;

-- how many rows they have, and why rows leave
SELECT CAST(why AS BIGINT) AS reason, v0, v1, v2, CAST(count(*) AS BIGINT) AS n
FROM (SELECT why, CASE WHEN (why = 0) THEN v0 END AS v0, CASE WHEN (why = 0) THEN v1 END AS v1, CASE WHEN (why = 0) THEN v2 END AS v2
  FROM (SELECT c0 AS v0, c1 AS v1, c2 AS v2, c3 AS v3, CASE WHEN (c0 IS NULL) THEN 2 WHEN (c1 IS NULL) THEN 3 WHEN (c3 IS NULL) THEN 5 ELSE 0 END AS why
    FROM (SELECT CASE WHEN (NOT (lower(trim(CAST("kantor" AS VARCHAR))) IN ('', 'na', 'n/a', 'nan', 'null', '-', '.', '#n/a', '#div/0!', '#ref!', '#value!', '#name?', '#num!', '#null!'))) THEN trim(CAST("kantor" AS VARCHAR)) END AS c0, CASE WHEN isfinite("masuk") THEN CAST((CAST(date_trunc('month', CAST("masuk" AS TIMESTAMP)) AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c1, CASE WHEN isfinite("mulai_program") THEN CAST((CAST("mulai_program" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c2, CASE WHEN (CAST("lama" AS DOUBLE) BETWEEN CAST('-1.7976931348623157e308' AS DOUBLE) AND CAST('1.7976931348623157e308' AS DOUBLE)) THEN CAST("lama" AS DOUBLE) END AS c3
      FROM "layanan"."permohonan" AS t) AS t) AS t) AS t
GROUP BY why, v0, v1, v2
LIMIT 1005;

-- the cells
SELECT v0, v1, v2, CAST(count(*) AS BIGINT) AS n, CAST(min(v3) AS DOUBLE) AS low0, CAST(max(v3) AS DOUBLE) AS high0, CAST(sum(d0) AS DOUBLE) AS s0, CAST(sum((d0 * d0)) AS DOUBLE) AS s1
FROM (SELECT v0, v1, v2, v3, (v3 - CAST('3.75e1' AS DOUBLE)) AS d0
  FROM (SELECT c0 AS v0, c1 AS v1, c2 AS v2, c3 AS v3, CASE WHEN (c0 IS NULL) THEN 2 WHEN (c1 IS NULL) THEN 3 WHEN (c3 IS NULL) THEN 5 ELSE 0 END AS why
    FROM (SELECT CASE WHEN (NOT (lower(trim(CAST("kantor" AS VARCHAR))) IN ('', 'na', 'n/a', 'nan', 'null', '-', '.', '#n/a', '#div/0!', '#ref!', '#value!', '#name?', '#num!', '#null!'))) THEN trim(CAST("kantor" AS VARCHAR)) END AS c0, CASE WHEN isfinite("masuk") THEN CAST((CAST(date_trunc('month', CAST("masuk" AS TIMESTAMP)) AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c1, CASE WHEN isfinite("mulai_program") THEN CAST((CAST("mulai_program" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c2, CASE WHEN (CAST("lama" AS DOUBLE) BETWEEN CAST('-1.7976931348623157e308' AS DOUBLE) AND CAST('1.7976931348623157e308' AS DOUBLE)) THEN CAST("lama" AS DOUBLE) END AS c3
      FROM "layanan"."permohonan" AS t) AS t) AS t
  WHERE (why = 0)) AS t
GROUP BY v0, v1, v2;

-- weights, a covariate and filters; copies of rows left out
SELECT v0, v1, CAST(count(*) AS BIGINT) AS n, CAST(min(v2) AS DOUBLE) AS low0, CAST(max(v2) AS DOUBLE) AS high0, CAST(min(v3) AS DOUBLE) AS low1, CAST(max(v3) AS DOUBLE) AS high1, CAST(sum(v4) AS DOUBLE) AS s0, CAST(sum((v4 * d0)) AS DOUBLE) AS s1, CAST(sum((v4 * d1)) AS DOUBLE) AS s2, CAST(sum(((v4 * d0) * d0)) AS DOUBLE) AS s3, CAST(sum(((v4 * d0) * d1)) AS DOUBLE) AS s4, CAST(sum(((v4 * d1) * d1)) AS DOUBLE) AS s5, CAST(sum((v4 * v4)) AS DOUBLE) AS s6, CAST(sum(((v4 * v4) * d0)) AS DOUBLE) AS s7, CAST(sum(((v4 * v4) * d1)) AS DOUBLE) AS s8, CAST(sum((((v4 * v4) * d0) * d0)) AS DOUBLE) AS s9, CAST(sum((((v4 * v4) * d0) * d1)) AS DOUBLE) AS s10, CAST(sum((((v4 * v4) * d1) * d1)) AS DOUBLE) AS s11
FROM (SELECT v0, v1, v2, v3, v4, (v2 - CAST('3.75e1' AS DOUBLE)) AS d0, (v3 - CAST('2.5e-1' AS DOUBLE)) AS d1
  FROM (SELECT c0 AS v0, c3 AS v1, c4 AS v2, c2 AS v3, c5 AS v4, CASE WHEN (NOT coalesce(CASE WHEN (NOT (c0 IS NULL)) THEN (NOT (c0 IN ('Baubau', 'Kota ''Lama'''))) END, FALSE)) THEN 2 WHEN (NOT coalesce(CASE WHEN (NOT (c1 IS NULL)) THEN ((c1 >= 19723) AND (c1 <= 19782)) END, FALSE)) THEN 3 WHEN (NOT coalesce(CASE WHEN (NOT (c2 IS NULL)) THEN (c2 >= CAST(17 AS DOUBLE)) END, FALSE)) THEN 4 WHEN (c0 IS NULL) THEN 5 WHEN (c3 IS NULL) THEN 6 WHEN (c4 IS NULL) THEN 7 WHEN (c2 IS NULL) THEN 8 WHEN (NOT coalesce((c5 > CAST(0 AS DOUBLE)), FALSE)) THEN 9 ELSE 0 END AS why
    FROM (SELECT CASE WHEN (NOT (lower(trim(CAST("kantor" AS VARCHAR))) IN ('', 'na', 'n/a', 'nan', 'null', '-', '.', '#n/a', '#div/0!', '#ref!', '#value!', '#name?', '#num!', '#null!'))) THEN trim(CAST("kantor" AS VARCHAR)) END AS c0, CASE WHEN isfinite("masuk") THEN CAST((CAST("masuk" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c1, CAST("usia" AS DOUBLE) AS c2, CAST(CASE WHEN "daring" THEN 1 WHEN (NOT "daring") THEN 0 END AS BIGINT) AS c3, CASE WHEN (CAST("lama" AS DOUBLE) BETWEEN CAST('-1.7976931348623157e308' AS DOUBLE) AND CAST('1.7976931348623157e308' AS DOUBLE)) THEN CAST("lama" AS DOUBLE) END AS c4, CASE WHEN (CAST("bobot" AS DOUBLE) BETWEEN CAST('-1.7976931348623157e308' AS DOUBLE) AND CAST('1.7976931348623157e308' AS DOUBLE)) THEN CAST("bobot" AS DOUBLE) END AS c5
      FROM (SELECT DISTINCT "kantor", "masuk", "selesai", "jam_selesai", "mulai_program", "lama", "usia", "daring", "u1", "u2", "bobot" FROM "layanan"."permohonan" AS t) AS t) AS t) AS t
  WHERE (why = 0)) AS t
GROUP BY v0, v1;

-- fourth moments of the same
SELECT v0, v1, CAST(count(*) AS BIGINT) AS n, CAST(sum((v4 * v4)) AS DOUBLE) AS m0, CAST(sum(((v4 * v4) * d0)) AS DOUBLE) AS m1, CAST(sum(((v4 * v4) * d1)) AS DOUBLE) AS m2, CAST(sum((((v4 * v4) * d0) * d0)) AS DOUBLE) AS m3, CAST(sum((((v4 * v4) * d0) * d1)) AS DOUBLE) AS m4, CAST(sum((((v4 * v4) * d1) * d1)) AS DOUBLE) AS m5, CAST(sum(((((v4 * v4) * d0) * d0) * d0)) AS DOUBLE) AS m6, CAST(sum(((((v4 * v4) * d0) * d0) * d1)) AS DOUBLE) AS m7, CAST(sum(((((v4 * v4) * d0) * d1) * d1)) AS DOUBLE) AS m8, CAST(sum(((((v4 * v4) * d1) * d1) * d1)) AS DOUBLE) AS m9, CAST(sum((((((v4 * v4) * d0) * d0) * d0) * d0)) AS DOUBLE) AS m10, CAST(sum((((((v4 * v4) * d0) * d0) * d0) * d1)) AS DOUBLE) AS m11, CAST(sum((((((v4 * v4) * d0) * d0) * d1) * d1)) AS DOUBLE) AS m12, CAST(sum((((((v4 * v4) * d0) * d1) * d1) * d1)) AS DOUBLE) AS m13, CAST(sum((((((v4 * v4) * d1) * d1) * d1) * d1)) AS DOUBLE) AS m14
FROM (SELECT v0, v1, v4, (v2 - CAST('3.75e1' AS DOUBLE)) AS d0, (v3 - CAST('2.5e-1' AS DOUBLE)) AS d1
  FROM (SELECT c0 AS v0, c3 AS v1, c4 AS v2, c2 AS v3, c5 AS v4, CASE WHEN (NOT coalesce(CASE WHEN (NOT (c0 IS NULL)) THEN (NOT (c0 IN ('Baubau', 'Kota ''Lama'''))) END, FALSE)) THEN 2 WHEN (NOT coalesce(CASE WHEN (NOT (c1 IS NULL)) THEN ((c1 >= 19723) AND (c1 <= 19782)) END, FALSE)) THEN 3 WHEN (NOT coalesce(CASE WHEN (NOT (c2 IS NULL)) THEN (c2 >= CAST(17 AS DOUBLE)) END, FALSE)) THEN 4 WHEN (c0 IS NULL) THEN 5 WHEN (c3 IS NULL) THEN 6 WHEN (c4 IS NULL) THEN 7 WHEN (c2 IS NULL) THEN 8 WHEN (NOT coalesce((c5 > CAST(0 AS DOUBLE)), FALSE)) THEN 9 ELSE 0 END AS why
    FROM (SELECT CASE WHEN (NOT (lower(trim(CAST("kantor" AS VARCHAR))) IN ('', 'na', 'n/a', 'nan', 'null', '-', '.', '#n/a', '#div/0!', '#ref!', '#value!', '#name?', '#num!', '#null!'))) THEN trim(CAST("kantor" AS VARCHAR)) END AS c0, CASE WHEN isfinite("masuk") THEN CAST((CAST("masuk" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c1, CAST("usia" AS DOUBLE) AS c2, CAST(CASE WHEN "daring" THEN 1 WHEN (NOT "daring") THEN 0 END AS BIGINT) AS c3, CASE WHEN (CAST("lama" AS DOUBLE) BETWEEN CAST('-1.7976931348623157e308' AS DOUBLE) AND CAST('1.7976931348623157e308' AS DOUBLE)) THEN CAST("lama" AS DOUBLE) END AS c4, CASE WHEN (CAST("bobot" AS DOUBLE) BETWEEN CAST('-1.7976931348623157e308' AS DOUBLE) AND CAST('1.7976931348623157e308' AS DOUBLE)) THEN CAST("bobot" AS DOUBLE) END AS c5
      FROM (SELECT DISTINCT "kantor", "masuk", "selesai", "jam_selesai", "mulai_program", "lama", "usia", "daring", "u1", "u2", "bobot" FROM "layanan"."permohonan" AS t) AS t) AS t) AS t
  WHERE (why = 0)) AS t
GROUP BY v0, v1;

-- the days that a working calendar is needed for
SELECT CAST(min(c0) AS BIGINT) AS e0, CAST(max(c0) AS BIGINT) AS e1, CAST(min(c1) AS BIGINT) AS e2, CAST(max(c1) AS BIGINT) AS e3
FROM (SELECT CASE WHEN isfinite("masuk") THEN CAST((CAST("masuk" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c0, CASE WHEN isfinite("selesai") THEN CAST((CAST("selesai" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c1
  FROM "layanan"."permohonan" AS t) AS t;

-- the last second of these columns
SELECT CAST(max(c0) AS BIGINT) AS e0, CAST(max(c1) AS BIGINT) AS e1
FROM (SELECT CASE WHEN isfinite("masuk") THEN CAST(floor(epoch(CAST("masuk" AS TIMESTAMP))) AS BIGINT) END AS c0, (CASE WHEN isfinite("selesai") THEN CAST((CAST("selesai" AS DATE) - DATE '1970-01-01') AS BIGINT) END * 86400) AS c1
  FROM "layanan"."permohonan" AS t) AS t;

-- working hours, and the share within a target
WITH calendar0(day, seconds, days, open0, close0, open1, close1) AS (VALUES (19793, 378394200, 14029, 86400, 86400, 86400, 86400), (19794, 378394200, 14029, 86400, 86400, 86400, 86400), (19795, 378394200, 14030, 28800, 43200, 45000, 54000), (19796, 378417600, 14031, 28800, 43200, 45000, 54000), (19797, 378441000, 14032, 28800, 41400, 45000, 55800), (19798, 378464400, 14032, 86400, 86400, 86400, 86400))
SELECT v0, v1, CAST(count(*) AS BIGINT) AS n, CAST(min(v2) AS DOUBLE) AS low0, CAST(max(v2) AS DOUBLE) AS high0, CAST(sum(d0) AS DOUBLE) AS s0, CAST(sum((d0 * d0)) AS DOUBLE) AS s1
FROM (SELECT v0, v1, v2, (v2 - CAST(8 AS DOUBLE)) AS d0
  FROM (SELECT c4 AS v0, m1 AS v1, m0 AS v2, CASE WHEN (c4 IS NULL) THEN 2 WHEN (y0 > 0) THEN (2 + y0) WHEN (y0 > 0) THEN (6 + y0) ELSE 0 END AS why
    FROM (SELECT t.*, CASE WHEN CASE WHEN (NOT (m0 IS NULL)) THEN (m0 <= CAST(24 AS DOUBLE)) END THEN CAST(1 AS DOUBLE) WHEN (NOT CASE WHEN (NOT (m0 IS NULL)) THEN (m0 <= CAST(24 AS DOUBLE)) END) THEN CAST(0 AS DOUBLE) END AS m1
      FROM (SELECT t.*, CASE WHEN (start0 IS NULL) THEN 1 WHEN (end0 IS NULL) THEN 2 WHEN (end0 < start0) THEN 3 WHEN (m0 IS NULL) THEN 4 ELSE 0 END AS y0
        FROM (SELECT t.*, CASE WHEN ((NOT (start0 IS NULL)) AND (NOT (end0 IS NULL)) AND (end0 >= start0)) THEN (CAST((((b.seconds + greatest((least((end0 - (86400 * endday0)), b.close0) - b.open0), 0)) + greatest((least((end0 - (86400 * endday0)), b.close1) - b.open1), 0)) - ((a.seconds + greatest((least((start0 - (86400 * startday0)), a.close0) - a.open0), 0)) + greatest((least((start0 - (86400 * startday0)), a.close1) - a.open1), 0))) AS DOUBLE) / CAST(3600 AS DOUBLE)) END AS m0
          FROM (SELECT t.*, c1 AS start0, ((c2 * 86400) + c3) AS end0, c0 AS startday0, c2 AS endday0
            FROM (SELECT CASE WHEN isfinite("masuk") THEN CAST((CAST("masuk" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c0, CASE WHEN isfinite("masuk") THEN CAST(floor(epoch(CAST("masuk" AS TIMESTAMP))) AS BIGINT) END AS c1, CASE WHEN isfinite("selesai") THEN CAST((CAST("selesai" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c2, CAST(floor(epoch("jam_selesai")) AS BIGINT) AS c3, CASE WHEN (NOT (lower(trim(CAST("kantor" AS VARCHAR))) IN ('', 'na', 'n/a', 'nan', 'null', '-', '.', '#n/a', '#div/0!', '#ref!', '#value!', '#name?', '#num!', '#null!'))) THEN trim(CAST("kantor" AS VARCHAR)) END AS c4
              FROM "layanan"."permohonan" AS t) AS t) AS t
          LEFT JOIN calendar0 AS a ON (a.day = t.startday0)
          LEFT JOIN calendar0 AS b ON (b.day = t.endday0)) AS t) AS t) AS t) AS t
  WHERE (why = 0)) AS t
GROUP BY v0, v1;

-- elapsed time
SELECT v0, v1, CAST(count(*) AS BIGINT) AS n
FROM (SELECT v0, v1
  FROM (SELECT m0 AS v0, m1 AS v1, 0 AS why
    FROM (SELECT t.*, CASE WHEN (NOT (c1 IS NULL)) THEN CASE WHEN (c3 IS NULL) THEN CAST(1 AS DOUBLE) ELSE CAST(0 AS DOUBLE) END END AS m1
      FROM (SELECT t.*, CASE WHEN (start0 IS NULL) THEN 1 WHEN (end0 IS NULL) THEN 2 WHEN (end0 < start0) THEN 3 WHEN (m0 IS NULL) THEN 4 ELSE 0 END AS y0
        FROM (SELECT t.*, CASE WHEN ((NOT (start0 IS NULL)) AND (NOT (end0 IS NULL)) AND (end0 >= start0)) THEN (CAST((end0 - start0) AS DOUBLE) / CAST(3600 AS DOUBLE)) END AS m0
          FROM (SELECT t.*, c1 AS start0, c3 AS end0, c0 AS startday0, c2 AS endday0
            FROM (SELECT CASE WHEN isfinite("masuk") THEN CAST((CAST("masuk" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c0, CASE WHEN isfinite("masuk") THEN CAST(floor(epoch(CAST("masuk" AS TIMESTAMP))) AS BIGINT) END AS c1, CASE WHEN isfinite("selesai") THEN CAST((CAST("selesai" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c2, (CASE WHEN isfinite("selesai") THEN CAST((CAST("selesai" AS DATE) - DATE '1970-01-01') AS BIGINT) END * 86400) AS c3
              FROM "layanan"."permohonan" AS t) AS t) AS t) AS t) AS t) AS t) AS t
  WHERE (why = 0)) AS t
GROUP BY v0, v1;

-- calendar days
SELECT v0, v1, CAST(count(*) AS BIGINT) AS n
FROM (SELECT v0, v1
  FROM (SELECT m0 AS v0, m1 AS v1, 0 AS why
    FROM (SELECT t.*, CASE WHEN (NOT (c1 IS NULL)) THEN CASE WHEN (c3 IS NULL) THEN CAST(1 AS DOUBLE) ELSE CAST(0 AS DOUBLE) END END AS m1
      FROM (SELECT t.*, CASE WHEN (start0 IS NULL) THEN 1 WHEN (end0 IS NULL) THEN 2 WHEN (endday0 < startday0) THEN 3 WHEN (m0 IS NULL) THEN 4 ELSE 0 END AS y0
        FROM (SELECT t.*, CASE WHEN ((NOT (start0 IS NULL)) AND (NOT (end0 IS NULL)) AND (endday0 >= startday0)) THEN CAST((endday0 - startday0) AS DOUBLE) END AS m0
          FROM (SELECT t.*, c1 AS start0, c3 AS end0, c0 AS startday0, c2 AS endday0
            FROM (SELECT CASE WHEN isfinite("masuk") THEN CAST((CAST("masuk" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c0, CASE WHEN isfinite("masuk") THEN CAST(floor(epoch(CAST("masuk" AS TIMESTAMP))) AS BIGINT) END AS c1, CASE WHEN isfinite("selesai") THEN CAST((CAST("selesai" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c2, (CASE WHEN isfinite("selesai") THEN CAST((CAST("selesai" AS DATE) - DATE '1970-01-01') AS BIGINT) END * 86400) AS c3
              FROM "layanan"."permohonan" AS t) AS t) AS t) AS t) AS t) AS t) AS t
  WHERE (why = 0)) AS t
GROUP BY v0, v1;

-- working days, cases without an end going on
WITH calendar0(day, seconds, days, open0, close0, open1, close1) AS (VALUES (19795, 378394200, 14030, 28800, 43200, 45000, 54000), (19796, 378417600, 14031, 28800, 43200, 45000, 54000))
SELECT v0, v1, CAST(count(*) AS BIGINT) AS n
FROM (SELECT v0, v1
  FROM (SELECT m0 AS v0, m1 AS v1, 0 AS why
    FROM (SELECT t.*, CASE WHEN (NOT (c1 IS NULL)) THEN CASE WHEN (c3 IS NULL) THEN CAST(1 AS DOUBLE) ELSE CAST(0 AS DOUBLE) END END AS m1
      FROM (SELECT t.*, CASE WHEN (start0 IS NULL) THEN 1 WHEN (end0 IS NULL) THEN 2 WHEN (endday0 < startday0) THEN 3 WHEN (m0 IS NULL) THEN 4 ELSE 0 END AS y0
        FROM (SELECT t.*, CASE WHEN ((NOT (start0 IS NULL)) AND (NOT (end0 IS NULL)) AND (endday0 >= startday0)) THEN CAST((b.days - a.days) AS DOUBLE) END AS m0
          FROM (SELECT t.*, c1 AS start0, coalesce(c3, 1710417600) AS end0, c0 AS startday0, CASE WHEN (c3 IS NULL) THEN 19796 ELSE c2 END AS endday0
            FROM (SELECT CASE WHEN isfinite("masuk") THEN CAST((CAST("masuk" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c0, CASE WHEN isfinite("masuk") THEN CAST(floor(epoch(CAST("masuk" AS TIMESTAMP))) AS BIGINT) END AS c1, CASE WHEN isfinite("selesai") THEN CAST((CAST("selesai" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c2, (CASE WHEN isfinite("selesai") THEN CAST((CAST("selesai" AS DATE) - DATE '1970-01-01') AS BIGINT) END * 86400) AS c3
              FROM "layanan"."permohonan" AS t) AS t) AS t
          LEFT JOIN calendar0 AS a ON (a.day = t.startday0)
          LEFT JOIN calendar0 AS b ON (b.day = t.endday0)) AS t) AS t) AS t) AS t
  WHERE (why = 0)) AS t
GROUP BY v0, v1;

-- scores, means and gains, record by record
SELECT v0, v1, v2, v3, v4, CAST(count(*) AS BIGINT) AS n
FROM (SELECT v0, v1, v2, v3, v4
  FROM (SELECT m1 AS v0, m2 AS v1, m3 AS v2, c4 AS v3, c5 AS v4, CASE WHEN (CASE WHEN (m1 IS NULL) THEN 1 ELSE 0 END > 0) THEN (1 + CASE WHEN (m1 IS NULL) THEN 1 ELSE 0 END) WHEN (CASE WHEN (m3 IS NULL) THEN 1 ELSE 0 END > 0) THEN (2 + CASE WHEN (m3 IS NULL) THEN 1 ELSE 0 END) ELSE 0 END AS why
    FROM (SELECT t.*, CASE WHEN CASE WHEN (NOT (c3 IS NULL)) THEN (NOT (c3 <= CAST('1.65e1' AS DOUBLE))) END THEN CAST(1 AS DOUBLE) WHEN (NOT CASE WHEN (NOT (c3 IS NULL)) THEN (NOT (c3 <= CAST('1.65e1' AS DOUBLE))) END) THEN CAST(0 AS DOUBLE) END AS m3
      FROM (SELECT t.*, CASE WHEN ((c3 <= CAST(100 AS DOUBLE)) AND (c2 < CAST(100 AS DOUBLE))) THEN ((c3 - c2) / (CAST(100 AS DOUBLE) - c2)) END AS m2
        FROM (SELECT t.*, CASE WHEN (n1 > CAST(0 AS DOUBLE)) THEN ((CAST(25 AS DOUBLE) * s1) / n1) END AS m1
          FROM (SELECT t.*, (coalesce(m0, CAST(0 AS DOUBLE)) + coalesce(c1, CAST(0 AS DOUBLE))) AS s1, (CASE WHEN (m0 IS NULL) THEN CAST(0 AS DOUBLE) ELSE CAST(1 AS DOUBLE) END + CASE WHEN (c1 IS NULL) THEN CAST(0 AS DOUBLE) ELSE CAST(1 AS DOUBLE) END) AS n1
            FROM (SELECT t.*, CASE WHEN (c0 = 'Puas') THEN CAST(3 AS DOUBLE) WHEN (c0 = 'Sangat "puas"') THEN CAST(4 AS DOUBLE) WHEN (c0 = 'Tidak ''puas''\') THEN CAST(1 AS DOUBLE) END AS m0
              FROM (SELECT CASE WHEN (NOT (lower(trim(CAST("u1" AS VARCHAR))) IN ('', 'na', 'n/a', 'nan', 'null', '-', '.', '#n/a', '#div/0!', '#ref!', '#value!', '#name?', '#num!', '#null!'))) THEN trim(CAST("u1" AS VARCHAR)) END AS c0, CAST("u2" AS DOUBLE) AS c1, CASE WHEN (CAST("lama" AS DOUBLE) BETWEEN CAST('-1.7976931348623157e308' AS DOUBLE) AND CAST('1.7976931348623157e308' AS DOUBLE)) THEN CAST("lama" AS DOUBLE) END AS c2, CAST("usia" AS DOUBLE) AS c3, CASE WHEN isfinite("masuk") THEN CAST(floor(epoch(CAST("masuk" AS TIMESTAMP))) AS BIGINT) END AS c4, CAST(CASE WHEN "daring" THEN 1 WHEN (NOT "daring") THEN 0 END AS BIGINT) AS c5
                FROM "layanan"."permohonan" AS t) AS t) AS t) AS t) AS t) AS t) AS t) AS t
  WHERE (why = 0)) AS t
GROUP BY v0, v1, v2, v3, v4;

-- signs of clocks, other scales, what is missing
WITH calendar0(day, seconds, days, open0, close0, open1, close1) AS (VALUES (19795, 378394200, 14030, 28800, 43200, 45000, 54000), (19796, 378417600, 14031, 28800, 43200, 45000, 54000))
SELECT v0, v1, v2, v3, v4, v5, v6, v7, CAST(count(*) AS BIGINT) AS n
FROM (SELECT v0, v1, v2, v3, v4, v5, v6, v7
  FROM (SELECT m0 AS v0, m1 AS v1, m2 AS v2, m3 AS v3, m4 AS v4, m5 AS v5, m6 AS v6, m7 AS v7, 0 AS why
    FROM (SELECT t.*, CASE WHEN coalesce((c5 IS NULL), FALSE) THEN CAST(1 AS DOUBLE) ELSE CAST(0 AS DOUBLE) END AS m7
      FROM (SELECT t.*, CASE WHEN (NOT (c4 IS NULL)) THEN CASE WHEN coalesce(((c4 - (CAST(floor(((c4 / CAST(5 AS DOUBLE)) + CAST('5e-1' AS DOUBLE))) AS DOUBLE) * CAST(5 AS DOUBLE))) BETWEEN CAST('-4.9999999999999996e-6' AS DOUBLE) AND CAST('4.9999999999999996e-6' AS DOUBLE)), FALSE) THEN CAST(1 AS DOUBLE) ELSE CAST(0 AS DOUBLE) END END AS m6
        FROM (SELECT t.*, CASE WHEN (c4 > CAST(0 AS DOUBLE)) THEN ln(c4) END AS m5
          FROM (SELECT t.*, CASE WHEN (c4 < CAST('5e-1' AS DOUBLE)) THEN CAST('5e-1' AS DOUBLE) WHEN (c4 > CAST(90 AS DOUBLE)) THEN CAST(90 AS DOUBLE) ELSE c4 END AS m4
            FROM (SELECT t.*, CASE WHEN coalesce((coalesce(((c1 - (86400 * c0)) = 0), FALSE) OR coalesce(((((c2 * 86400) + c3) - (86400 * c2)) = 0), FALSE)), FALSE) THEN CAST(1 AS DOUBLE) ELSE CAST(0 AS DOUBLE) END AS m3
              FROM (SELECT t.*, CASE WHEN coalesce((((c2 * 86400) + c3) < c1), FALSE) THEN CAST(1 AS DOUBLE) ELSE CAST(0 AS DOUBLE) END AS m2
                FROM (SELECT t.*, CASE WHEN coalesce(((CAST((((c2 * 86400) + c3) - (86400 * c2)) AS DOUBLE) - (CAST(floor((CAST((((c2 * 86400) + c3) - (86400 * c2)) AS DOUBLE) / CAST(1800 AS DOUBLE))) AS DOUBLE) * CAST(1800 AS DOUBLE))) < CAST(60 AS DOUBLE)), FALSE) THEN CAST(1 AS DOUBLE) ELSE CAST(0 AS DOUBLE) END AS m1
                  FROM (SELECT t.*, CASE WHEN coalesce((coalesce(CASE WHEN (NOT (start0 IS NULL)) THEN (((a.seconds + greatest((least(((start0 - (86400 * startday0)) + 30), a.close0) - a.open0), 0)) + greatest((least(((start0 - (86400 * startday0)) + 30), a.close1) - a.open1), 0)) = ((a.seconds + greatest((least(((start0 - (86400 * startday0)) + -30), a.close0) - a.open0), 0)) + greatest((least(((start0 - (86400 * startday0)) + -30), a.close1) - a.open1), 0))) END, FALSE) OR coalesce(CASE WHEN (NOT (end0 IS NULL)) THEN (((b.seconds + greatest((least(((end0 - (86400 * endday0)) + 30), b.close0) - b.open0), 0)) + greatest((least(((end0 - (86400 * endday0)) + 30), b.close1) - b.open1), 0)) = ((b.seconds + greatest((least(((end0 - (86400 * endday0)) + -30), b.close0) - b.open0), 0)) + greatest((least(((end0 - (86400 * endday0)) + -30), b.close1) - b.open1), 0))) END, FALSE)), FALSE) THEN CAST(1 AS DOUBLE) ELSE CAST(0 AS DOUBLE) END AS m0
                    FROM (SELECT t.*, c1 AS start0, ((c2 * 86400) + c3) AS end0, c0 AS startday0, c2 AS endday0
                      FROM (SELECT CASE WHEN isfinite("masuk") THEN CAST((CAST("masuk" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c0, CASE WHEN isfinite("masuk") THEN CAST(floor(epoch(CAST("masuk" AS TIMESTAMP))) AS BIGINT) END AS c1, CASE WHEN isfinite("selesai") THEN CAST((CAST("selesai" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c2, CAST(floor(epoch("jam_selesai")) AS BIGINT) AS c3, CASE WHEN (CAST("lama" AS DOUBLE) BETWEEN CAST('-1.7976931348623157e308' AS DOUBLE) AND CAST('1.7976931348623157e308' AS DOUBLE)) THEN CAST("lama" AS DOUBLE) END AS c4, CAST("usia" AS DOUBLE) AS c5
                        FROM "layanan"."permohonan" AS t) AS t) AS t
                    LEFT JOIN calendar0 AS a ON (a.day = t.startday0)
                    LEFT JOIN calendar0 AS b ON (b.day = t.endday0)) AS t) AS t) AS t) AS t) AS t) AS t) AS t) AS t) AS t
  WHERE (why = 0)) AS t
GROUP BY v0, v1, v2, v3, v4, v5, v6, v7;

-- by week
SELECT v0, CAST(count(*) AS BIGINT) AS n
FROM (SELECT v0
  FROM (SELECT c0 AS v0, c1 AS v1, CASE WHEN (c0 IS NULL) THEN 2 WHEN (c1 IS NULL) THEN 3 ELSE 0 END AS why
    FROM (SELECT (CASE WHEN isfinite("masuk") THEN CAST((CAST("masuk" AS DATE) - DATE '1970-01-01') AS BIGINT) END - (((CASE WHEN isfinite("masuk") THEN CAST((CAST("masuk" AS DATE) - DATE '1970-01-01') AS BIGINT) END + 3) % 7) + 7) % 7) AS c0, CASE WHEN (CAST("lama" AS DOUBLE) BETWEEN CAST('-1.7976931348623157e308' AS DOUBLE) AND CAST('1.7976931348623157e308' AS DOUBLE)) THEN CAST("lama" AS DOUBLE) END AS c1
      FROM "layanan"."permohonan" AS t) AS t) AS t
  WHERE (why = 0)) AS t
GROUP BY v0;

-- by quarter
SELECT v0, CAST(count(*) AS BIGINT) AS n
FROM (SELECT v0
  FROM (SELECT c0 AS v0, c1 AS v1, CASE WHEN (c0 IS NULL) THEN 2 WHEN (c1 IS NULL) THEN 3 ELSE 0 END AS why
    FROM (SELECT CASE WHEN isfinite("masuk") THEN CAST((CAST(date_trunc('quarter', CAST("masuk" AS TIMESTAMP)) AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c0, CASE WHEN (CAST("lama" AS DOUBLE) BETWEEN CAST('-1.7976931348623157e308' AS DOUBLE) AND CAST('1.7976931348623157e308' AS DOUBLE)) THEN CAST("lama" AS DOUBLE) END AS c1
      FROM "layanan"."permohonan" AS t) AS t) AS t
  WHERE (why = 0)) AS t
GROUP BY v0;

-- by year
SELECT v0, CAST(count(*) AS BIGINT) AS n
FROM (SELECT v0
  FROM (SELECT c0 AS v0, c1 AS v1, CASE WHEN (c0 IS NULL) THEN 2 WHEN (c1 IS NULL) THEN 3 ELSE 0 END AS why
    FROM (SELECT CASE WHEN isfinite("masuk") THEN CAST((CAST(date_trunc('year', CAST("masuk" AS TIMESTAMP)) AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c0, CASE WHEN (CAST("lama" AS DOUBLE) BETWEEN CAST('-1.7976931348623157e308' AS DOUBLE) AND CAST('1.7976931348623157e308' AS DOUBLE)) THEN CAST("lama" AS DOUBLE) END AS c1
      FROM "layanan"."permohonan" AS t) AS t) AS t
  WHERE (why = 0)) AS t
GROUP BY v0;

-- sums of an outcome, of files
SELECT v0, CAST(count(*) AS BIGINT) AS n, CAST(sum(v1) AS DOUBLE) AS total, CAST(sum(CASE WHEN (v1 <= CAST(24 AS DOUBLE)) THEN 1 ELSE 0 END) AS BIGINT) AS within, CAST(min(v1) AS DOUBLE) AS low, CAST(max(v1) AS DOUBLE) AS high
FROM (SELECT v0, v1
  FROM (SELECT c0 AS v0, c1 AS v1, CASE WHEN (c0 IS NULL) THEN 2 WHEN (c1 IS NULL) THEN 3 ELSE 0 END AS why
    FROM (SELECT CASE WHEN isfinite("masuk") THEN CAST((CAST("masuk" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c0, CASE WHEN (CAST("lama" AS DOUBLE) BETWEEN CAST('-1.7976931348623157e308' AS DOUBLE) AND CAST('1.7976931348623157e308' AS DOUBLE)) THEN CAST("lama" AS DOUBLE) END AS c1
      FROM read_parquet('/data/permohonan bulan ''ini''/**/*.parquet') AS t) AS t) AS t
  WHERE (why = 0)) AS t
GROUP BY v0;

-- bins of an outcome, of a query
SELECT v0, bin, CAST(count(*) AS BIGINT) AS n, CAST(min(v1) AS DOUBLE) AS low, CAST(max(v1) AS DOUBLE) AS high
FROM (SELECT v0, least(greatest(CAST(floor(((v1 - CAST('5e-1' AS DOUBLE)) / CAST('1.25e-1' AS DOUBLE))) AS BIGINT), 0), 65535) AS bin, v1
  FROM (SELECT c0 AS v0, c1 AS v1, CASE WHEN (c0 IS NULL) THEN 2 WHEN (c1 IS NULL) THEN 3 ELSE 0 END AS why
    FROM (SELECT CASE WHEN isfinite("masuk") THEN CAST((CAST("masuk" AS DATE) - DATE '1970-01-01') AS BIGINT) END AS c0, CASE WHEN (CAST("lama" AS DOUBLE) BETWEEN CAST('-1.7976931348623157e308' AS DOUBLE) AND CAST('1.7976931348623157e308' AS DOUBLE)) THEN CAST("lama" AS DOUBLE) END AS c1
      FROM (SELECT * FROM permohonan -- semua
) AS t) AS t) AS t
  WHERE (why = 0)) AS t
GROUP BY v0, bin;

-- names and values that would do harm
SELECT v0, CAST(count(*) AS BIGINT) AS n
FROM (SELECT v0
  FROM (SELECT c0 AS v0, c1 AS v1, CASE WHEN (NOT coalesce(CASE WHEN (NOT (c0 IS NULL)) THEN (c0 IN ('''; DROP TABLE x;--', '\''; --')) END, FALSE)) THEN 2 WHEN (c0 IS NULL) THEN 3 WHEN (c1 IS NULL) THEN 4 ELSE 0 END AS why
    FROM (SELECT CASE WHEN (NOT (lower(trim(CAST("ke""lom`pok';--" AS VARCHAR))) IN ('', 'na', 'n/a', 'nan', 'null', '-', '.', '#n/a', '#div/0!', '#ref!', '#value!', '#name?', '#num!', '#null!'))) THEN trim(CAST("ke""lom`pok';--" AS VARCHAR)) END AS c0, CASE WHEN (CAST("x\
" AS DOUBLE) BETWEEN CAST('-1.7976931348623157e308' AS DOUBLE) AND CAST('1.7976931348623157e308' AS DOUBLE)) THEN CAST("x\
" AS DOUBLE) END AS c1
      FROM "a`b"."c""d'; DROP TABLE x;--" AS t) AS t) AS t
  WHERE (why = 0)) AS t
GROUP BY v0;
