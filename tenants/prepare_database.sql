-- Prepares a Postgres server (15 or newer) for SafetyNet. `manage.py prepare_database` runs this very file; a database
-- administrator can run it by hand:
--
--   psql --set ON_ERROR_STOP=1 --set database=safetynet --set owner_password=… --set app_password=… \
--        --file tenants/prepare_database.sql postgres
--
-- It may be run again at any time. What each login may do, and why, is in docs/database.md.

-- Logins. The owner owns every schema and table and creates a role for each partnership; the application owns nothing
-- and has no privilege of its own (NOINHERIT): it takes a partnership's role for as long as it works for it.

SELECT 'CREATE ROLE safetynet_owner' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'safetynet_owner') \gexec

ALTER ROLE safetynet_owner LOGIN NOSUPERUSER CREATEROLE NOCREATEDB INHERIT PASSWORD :'owner_password';

SELECT 'CREATE ROLE safetynet_app' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'safetynet_app') \gexec

ALTER ROLE safetynet_app LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOINHERIT PASSWORD :'app_password';

-- Groups: what every partnership's role, and every public site's role, may reach in the public schema.

SELECT 'CREATE ROLE safetynet_tenant NOLOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'safetynet_tenant') \gexec

SELECT 'CREATE ROLE safetynet_reader NOLOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'safetynet_reader') \gexec

GRANT safetynet_tenant, safetynet_reader TO safetynet_owner WITH ADMIN OPTION;

-- The role of the service's own domain.

SELECT 'CREATE ROLE tr_public NOLOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tr_public') \gexec

GRANT tr_public TO safetynet_app;

-- The database.

GRANT safetynet_owner TO CURRENT_USER;

SELECT format('CREATE DATABASE %I OWNER safetynet_owner', :'database')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec

ALTER DATABASE :"database" OWNER TO safetynet_owner;

REVOKE ALL ON DATABASE :"database" FROM PUBLIC;

GRANT CONNECT ON DATABASE :"database" TO safetynet_app;

\connect :"database"

REVOKE ALL ON SCHEMA public FROM PUBLIC;

GRANT ALL ON SCHEMA public TO safetynet_owner;

GRANT USAGE ON SCHEMA public TO tr_public, safetynet_tenant, safetynet_reader;

-- Extensions stand apart from everybody's tables. (The setting matters on Citus only; elsewhere it does nothing.)

SET citus.enable_schema_based_sharding = off;

CREATE SCHEMA IF NOT EXISTS extensions;

GRANT USAGE ON SCHEMA extensions TO safetynet_owner, tr_public, safetynet_tenant, safetynet_reader;

-- Large objects stand outside of every schema, and so outside of every wall: nobody here needs them. Who runs this may
-- not be allowed to say so on a managed server.

SELECT format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', oid::regprocedure)
FROM pg_proc
WHERE pronamespace = 'pg_catalog'::regnamespace AND pg_has_role(proowner, 'USAGE')
  AND proname IN ('lo_create', 'lo_creat', 'lo_from_bytea', 'lo_import', 'lo_open', 'lo_put', 'lowrite') \gexec

SELECT format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA extensions', name)
FROM pg_available_extensions WHERE name IN ('pg_trgm', 'unaccent') \gexec
