-- 雷同的表（JX905）：哪张表沿用了哪张表，两者的单位、项目与金额。
SELECT
    finding.run AS 运行,
    later.unit AS 单位,
    later.project AS 项目,
    round(later.amount / 10000, 2) AS 金额_万元,
    earlier.unit AS 来源单位,
    earlier.project AS 来源项目,
    round(earlier.amount / 10000, 2) AS 来源金额_万元,
    finding.message AS 意见
FROM read_parquet('run=*/findings/*.parquet', hive_partitioning = true, hive_types_autocast = false) AS finding
JOIN read_parquet('run=*/forms/*.parquet', hive_partitioning = true, hive_types_autocast = false) AS later
    ON later.run = finding.run AND later.input = finding.input AND later.form = finding.form
LEFT JOIN read_parquet('run=*/inputs/*.parquet', hive_partitioning = true, hive_types_autocast = false) AS source
    ON source.run = finding.run AND source.file = finding.other_file AND source.member IS NOT DISTINCT FROM finding.other_member
LEFT JOIN read_parquet('run=*/forms/*.parquet', hive_partitioning = true, hive_types_autocast = false) AS earlier
    ON earlier.run = source.run AND earlier.input = source.input AND earlier.form = finding.other_form
WHERE finding.code = 'JX905' AND finding.suppressed IS NULL
ORDER BY 运行, 单位, 项目, 来源项目
LIMIT 1000;
