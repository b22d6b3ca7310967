-- What yesterday's count found was booked within this second: date it as the shift.
WITH counted AS (
    SELECT payment.id, payment.move_id, shift.date_closed::date AS date
      FROM account_payment payment
      JOIN service_cash_shift shift ON shift.id = payment.cash_shift_id
      JOIN ir_model_data ON ir_model_data.module = 'service_center_cash'
                        AND ir_model_data.model = 'service.cash.shift'
                        AND ir_model_data.res_id = shift.id
                        AND ir_model_data.name = 'service_cash_shift_yesterday'
     WHERE payment.is_count_difference
), payments AS (
    UPDATE account_payment SET date = counted.date
      FROM counted WHERE account_payment.id = counted.id
), moves AS (
    UPDATE account_move SET date = counted.date
      FROM counted WHERE account_move.id = counted.move_id
)
UPDATE account_move_line SET date = counted.date
  FROM counted WHERE account_move_line.move_id = counted.move_id;
