-- a restored copy sends no texts, and asks nobody about them
UPDATE service_sms_provider SET active = false, secret_cipher = NULL, key_name = NULL,
       database_uuid = NULL;
UPDATE service_sms SET state = 'cancelled', reason = 'neutralized'
 WHERE state = 'waiting';
UPDATE service_sms SET state = 'unknown', in_doubt = true, reason = 'neutralized'
 WHERE state = 'sending';
UPDATE service_sms SET date_poll = NULL;
