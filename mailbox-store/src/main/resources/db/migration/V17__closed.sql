-- Since when an account is closed: from then on its address rests and its mailbox is kept, each for a time. Null for those of
-- before, until the next start.
ALTER TABLE account ADD COLUMN closed BIGINT;
-- The address that it had before it was set aside; null for all others.
ALTER TABLE account ADD COLUMN former VARCHAR(254);
-- When its mailbox was erased or handed on; null while it is there.
ALTER TABLE account ADD COLUMN mailbox_gone BIGINT;
CREATE INDEX account_closed ON account (state, closed, address);

-- All that was applied for at one address.
CREATE INDEX application_desired ON application (desired);

-- Who forwards to an address.
CREATE INDEX forwarding_address_to ON forwarding_address (address);
