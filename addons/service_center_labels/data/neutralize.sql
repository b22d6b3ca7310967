-- a restored copy prints no labels: those on their way belong to the original
UPDATE service_label_printer SET active = false, database_uuid = NULL, date_busy = NULL;
UPDATE service_label_job SET state = 'cancelled', reason = 'neutralized'
 WHERE state IN ('queued', 'printing');
