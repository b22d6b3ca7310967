-- The orders went through their stages within one second. Date the messages about it
-- as the orders themselves are dated: the start, the end and the hand-over as they
-- say, what lies between at even steps, and the first message at intake, by whoever
-- took the device in. An update reads this file again: then it leaves alone what people
-- have done since.
WITH move AS (
    SELECT message.id AS message_id,
           value.id AS value_id,
           desk.partner_id,
           service_order.create_date,
           service_order.date_start,
           service_order.date_issued,
           COALESCE(service_order.date_end, now() AT TIME ZONE 'UTC') AS date_end,
           stage.state,
           count(value.id) OVER earlier AS number,
           count(value.id) FILTER (WHERE stage.state <> 'issued') OVER (
               PARTITION BY service_order.id
           ) AS moves
      FROM service_order
      JOIN ir_model_data ON ir_model_data.module = 'service_center'
                        AND ir_model_data.model = 'service.order'
                        AND ir_model_data.res_id = service_order.id
      JOIN res_users desk ON desk.id = service_order.user_id
      JOIN mail_message message ON message.model = 'service.order'
                               AND message.res_id = service_order.id
      JOIN ir_module_module addon ON addon.name = 'service_center'
                                 AND addon.state <> 'to upgrade'
 LEFT JOIN ir_model_fields field ON field.model = 'service.order'
                                AND field.name = 'stage_id'
 LEFT JOIN mail_tracking_value value ON value.mail_message_id = message.id
                                    AND value.field_id = field.id
 LEFT JOIN service_stage stage ON stage.id = value.new_value_integer
    WINDOW earlier AS (PARTITION BY service_order.id ORDER BY message.id)
), dated AS (
    SELECT message_id,
           value_id,
           CASE
               WHEN value_id IS NULL THEN create_date
               WHEN state = 'issued' THEN date_issued
               WHEN state IN ('done', 'refused') THEN date_end
               ELSE date_start + (date_end - date_start) * (number - 1) / moves
           END AS date,
           CASE WHEN value_id IS NULL THEN partner_id END AS author_id
      FROM move
), messages AS (
    UPDATE mail_message
       SET date = dated.date,
           create_date = dated.date,
           author_id = COALESCE(dated.author_id, mail_message.author_id)
      FROM dated
     WHERE mail_message.id = dated.message_id
)
UPDATE mail_tracking_value
   SET create_date = dated.date
  FROM dated
 WHERE mail_tracking_value.id = dated.value_id;

-- The stays in the stages began and ended when those messages say so.
WITH move AS (
    SELECT message.res_id AS order_id,
           value.create_date AS date,
           row_number() OVER (PARTITION BY message.res_id ORDER BY value.id) AS number
      FROM mail_tracking_value value
      JOIN ir_model_fields field ON field.id = value.field_id
                                AND field.model = 'service.order'
                                AND field.name = 'stage_id'
      JOIN mail_message message ON message.id = value.mail_message_id
), stay AS (
    SELECT log.id,
           log.order_id,
           service_order.create_date,
           row_number() OVER (PARTITION BY log.order_id ORDER BY log.id) AS number
      FROM service_order_stage_log log
      JOIN service_order ON service_order.id = log.order_id
      JOIN ir_model_data ON ir_model_data.module = 'service_center'
                        AND ir_model_data.model = 'service.order'
                        AND ir_model_data.res_id = service_order.id
      JOIN ir_module_module addon ON addon.name = 'service_center'
                                 AND addon.state <> 'to upgrade'
)
UPDATE service_order_stage_log
   SET date_start = COALESCE(entered.date, stay.create_date),
       date_end = departed.date
  FROM stay
  LEFT JOIN move entered ON entered.order_id = stay.order_id
                        AND entered.number = stay.number - 1
  LEFT JOIN move departed ON departed.order_id = stay.order_id
                         AND departed.number = stay.number
 WHERE service_order_stage_log.id = stay.id;
