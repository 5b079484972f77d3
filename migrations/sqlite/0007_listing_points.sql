-- Where the household listing recorded the household, in degrees: what an interview's fix is compared with. NULL: not listed, or
-- the row does not say.
ALTER TABLE fact ADD COLUMN listing_latitude REAL;
ALTER TABLE fact ADD COLUMN listing_longitude REAL;
