-- a restored copy does not talk to fiscal devices
UPDATE account_journal SET fiscal_adapter = NULL;
UPDATE service_fiscal_receipt SET state = 'failed', error = 'neutralized'
 WHERE state IN ('pending', 'sending');
