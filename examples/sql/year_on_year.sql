-- 同一单位同名项目（去掉名称中的年份）的同一指标，相邻两个年度的指标值与金额。同一年度有几次运行的，取运行名排在最后的一次。
WITH form AS (
    SELECT run, input, form, unit, year, amount, regexp_replace(project, '20[0-9]{2}(年度|年)?', '', 'g') AS project
    FROM read_parquet('run=*/forms/*.parquet', hive_partitioning = true, hive_types_autocast = false)
    WHERE year IS NOT NULL AND project <> ''
    QUALIFY row_number() OVER (
        PARTITION BY unit, regexp_replace(project, '20[0-9]{2}(年度|年)?', '', 'g'), kind, year ORDER BY run DESC, input, form
    ) = 1
),
target AS (
    SELECT form.unit, form.project, form.year, form.amount, indicator.category, indicator.name, indicator.value, indicator.base
    FROM form
    JOIN read_parquet('run=*/indicators/*.parquet', hive_partitioning = true, hive_types_autocast = false) AS indicator
        ON indicator.run = form.run AND indicator.input = form.input AND indicator.form = form.form
    WHERE indicator.half <> 'period'
)
SELECT
    later.unit AS 单位,
    later.project AS 项目,
    later.year AS 年度,
    round(earlier.amount / 10000, 2) AS 上年金额_万元,
    round(later.amount / 10000, 2) AS 本年金额_万元,
    later.category AS 二级指标,
    later.name AS 指标,
    earlier.value AS 上年指标值,
    later.value AS 本年指标值,
    later.base - earlier.base AS 增减,
    earlier.value = later.value AS 原样
FROM target AS later
JOIN target AS earlier
    ON earlier.unit = later.unit AND earlier.project = later.project AND earlier.year = later.year - 1
    AND earlier.category = later.category AND earlier.name = later.name
ORDER BY 单位, 项目, 年度, 二级指标, 指标
LIMIT 1000;
