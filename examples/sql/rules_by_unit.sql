-- 各单位各规则的意见数与涉及的表数；豁免的不计，关于豁免本身的（JX0）不计。
SELECT
    run AS 运行,
    unit AS 单位,
    code AS 规则,
    title AS 名称,
    CASE severity WHEN 'error' THEN '必改' WHEN 'warning' THEN '建议修改' ELSE '提示' END AS 级别,
    count(*) AS 意见,
    count(DISTINCT (input, form)) AS 表数
FROM read_parquet('run=*/findings/*.parquet', hive_partitioning = true, hive_types_autocast = false)
WHERE suppressed IS NULL AND code NOT LIKE 'JX0%'
GROUP BY run, unit, code, title, severity
ORDER BY run, 意见 DESC, 单位, 规则, 级别
LIMIT 200;
