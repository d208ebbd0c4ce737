-- 各单位各类指标量化的比例：指标值中有数或日期的占全部。
SELECT
    run AS 运行,
    unit AS 单位,
    count(*) AS 指标,
    round(100.0 * count(*) FILTER (quantified) / count(*), 1) AS 量化_百分比,
    round(100.0 * count(*) FILTER (quantified AND level1 LIKE '产出%') / nullif(count(*) FILTER (level1 LIKE '产出%'), 0), 1) AS 产出_百分比,
    round(100.0 * count(*) FILTER (quantified AND level1 LIKE '效益%') / nullif(count(*) FILTER (level1 LIKE '效益%'), 0), 1) AS 效益_百分比,
    count(*) FILTER (shape = 'filler') AS 空泛
FROM read_parquet('run=*/indicators/*.parquet', hive_partitioning = true, hive_types_autocast = false)
GROUP BY run, unit
ORDER BY run, 量化_百分比, 单位
LIMIT 200;
