-- 最差的单位：各单位的表数、金额、平均机审质量分、每张表的必改意见，分低的在前。
-- 在结果库的文件夹中运行：duckdb < worst_units.sql
SELECT
    run AS 运行,
    unit AS 单位,
    count(*) AS 表数,
    round(sum(amount) / 10000, 2) AS 金额_万元,
    round(avg(quality), 1) AS 平均质量分,
    sum(errors) AS 必改,
    sum(warnings) AS 建议修改,
    round(sum(errors) / count(*), 2) AS 每表必改
FROM read_parquet('run=*/forms/*.parquet', hive_partitioning = true, hive_types_autocast = false)
GROUP BY run, unit
ORDER BY run, 平均质量分, 必改 DESC, 单位
LIMIT 50;
