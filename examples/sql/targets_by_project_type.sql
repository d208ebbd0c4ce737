-- 按项目属性看指标值：各类指标的条数、量化的比例、百分比指标值的中位数和 100% 所占的比例。
SELECT
    indicators.run AS 运行,
    CASE forms.type WHEN '' THEN '（未写明）' ELSE forms.type END AS 项目属性,
    CASE category WHEN '' THEN '（不能确定）' ELSE category END AS 二级指标,
    count(*) AS 指标,
    round(100.0 * count(*) FILTER (quantified) / count(*), 1) AS 量化_百分比,
    median(number) FILTER (measure = '%' AND shape = 'number') AS 百分比中位数,
    round(100.0 * count(*) FILTER (measure = '%' AND number = 100) / nullif(count(*) FILTER (measure = '%'), 0), 1) AS 满百_百分比
FROM read_parquet('run=*/indicators/*.parquet', hive_partitioning = true, hive_types_autocast = false) AS indicators
JOIN read_parquet('run=*/forms/*.parquet', hive_partitioning = true, hive_types_autocast = false) AS forms
    ON forms.run = indicators.run AND forms.input = indicators.input AND forms.form = indicators.form
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3;
