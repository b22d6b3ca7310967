-- The orders went through their stages within one second. Date the messages about it
-- as the orders themselves are dated: the start, the end and the hand-over as they
-- say, what lies between at even steps, and the first message at intake, by whoever
-- took the device in.
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
 WHERE mail_tracking_value.id = dated.value_id
