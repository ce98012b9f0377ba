-- Prepares a Postgres server (15 or newer) for SafetyNet. `manage.py prepare_database` runs this file; a database
-- administrator can also run it by hand:
--
--   psql --set ON_ERROR_STOP=1 --set database=safetynet --set owner_password=… --set app_password=… \
--        --file tenants/prepare_database.sql postgres
--
-- On Citus: create the database and its nodes first, then run it on that database instead of `postgres`, so that
-- roles and privileges reach every node. It can be run again at any time. docs/database.md lists what each login may do.

-- Logins. The owner owns every schema and table and creates a role for each partnership; the application owns nothing
-- and has no privileges without a role (NOINHERIT): it takes a partnership's role while it works for it.

SELECT 'CREATE ROLE safetynet_owner' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'safetynet_owner') \gexec

ALTER ROLE safetynet_owner LOGIN NOSUPERUSER CREATEROLE NOCREATEDB INHERIT PASSWORD :'owner_password';

SELECT 'CREATE ROLE safetynet_app' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'safetynet_app') \gexec

ALTER ROLE safetynet_app LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOINHERIT PASSWORD :'app_password';

-- Groups: the privileges in `public` of all partnerships' roles, and of all public sites' roles.

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

-- On Citus, connections to workers use partnerships' roles.

GRANT CONNECT ON DATABASE :"database" TO safetynet_tenant, safetynet_reader;

\connect :"database"

-- Runs a command here and, with Citus, on each worker, for commands that Citus does not propagate.

SET citus.enable_ddl_propagation = off;

CREATE OR REPLACE FUNCTION pg_temp.on_every_node(command text) RETURNS void LANGUAGE plpgsql AS $function$
DECLARE
    here text := format(
        'DO $here$ BEGIN PERFORM set_config(''citus.enable_ddl_propagation'', ''off'', true); EXECUTE %L; END $here$',
        command
    );
    failure text;
BEGIN
    EXECUTE here;
    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
        EXECUTE 'SELECT string_agg(nodename || '': '' || result, ''; '') FROM run_command_on_workers($1) '
            'WHERE NOT success' INTO failure USING here;
        IF failure IS NOT NULL THEN
            RAISE EXCEPTION 'A worker refused: %', failure;
        END IF;
    END IF;
END
$function$;

RESET citus.enable_ddl_propagation;

REVOKE ALL ON SCHEMA public FROM PUBLIC;

SELECT pg_temp.on_every_node('REVOKE ALL ON SCHEMA public FROM PUBLIC');

SELECT pg_temp.on_every_node(
    format('GRANT CONNECT ON DATABASE %I TO safetynet_tenant, safetynet_reader', :'database')
);

GRANT ALL ON SCHEMA public TO safetynet_owner;

GRANT USAGE ON SCHEMA public TO tr_public, safetynet_tenant, safetynet_reader;

-- Extensions have a separate schema. (The setting matters only on Citus; elsewhere it does nothing.)

SET citus.enable_schema_based_sharding = off;

CREATE SCHEMA IF NOT EXISTS extensions;

GRANT USAGE ON SCHEMA extensions TO safetynet_owner, tr_public, safetynet_tenant, safetynet_reader;

SELECT format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA extensions', name)
FROM pg_available_extensions WHERE name IN ('pg_trgm', 'unaccent') \gexec

SELECT pg_temp.on_every_node('CREATE SCHEMA IF NOT EXISTS extensions');

SELECT pg_temp.on_every_node(
    'GRANT USAGE ON SCHEMA extensions TO safetynet_owner, tr_public, safetynet_tenant, safetynet_reader'
);

SELECT pg_temp.on_every_node(format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA extensions', extname))
FROM pg_extension WHERE extnamespace = 'extensions'::regnamespace;

-- Large objects belong to no schema, so nothing would keep partnerships apart; nobody here needs them. Statistics show
-- all partnerships: which tables grow, how large they are, what is running. They are for the owner and for monitoring
-- (`pg_monitor`). On a managed server the login may not be allowed to revoke: then nothing changes.

SELECT pg_temp.on_every_node($command$
DO $revoke$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT oid::regprocedure AS name, proname LIKE 'lo%' AS is_large_object FROM pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace AND pg_has_role(proowner, 'USAGE')
          AND has_function_privilege('public', oid, 'EXECUTE')
          AND (
              proname IN ('lo_create', 'lo_creat', 'lo_from_bytea', 'lo_import', 'lo_open', 'lo_put', 'lowrite')
              OR proname LIKE 'pg\_stat\_get\_%'
              OR proname IN (
                  'pg_lock_status', 'pg_prepared_xact', 'pg_relation_size', 'pg_table_size', 'pg_indexes_size',
                  'pg_total_relation_size', 'pg_relation_filenode', 'pg_relation_filepath'
              )
          )
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', found.name);
        IF NOT found.is_large_object THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO pg_monitor, safetynet_owner', found.name);
        END IF;
    END LOOP;
    FOR found IN
        SELECT oid::regclass AS name FROM pg_class
        WHERE relnamespace IN ('pg_catalog'::regnamespace, 'public'::regnamespace)
          AND relkind = 'v' AND pg_has_role(relowner, 'USAGE') AND has_table_privilege('public', oid, 'SELECT')
          AND (
              (relnamespace = 'pg_catalog'::regnamespace AND relname LIKE 'pg\_stat%')
              OR relname IN ('pg_locks', 'pg_prepared_xacts') OR relname LIKE 'citus\_%'
          )
    LOOP
        EXECUTE format('REVOKE SELECT ON %s FROM PUBLIC', found.name);
        EXECUTE format('GRANT SELECT ON %s TO pg_monitor, safetynet_owner', found.name);
    END LOOP;
END
$revoke$
$command$);

-- The server's log must not contain personal data: no statement, no row, no value that could not be
-- cast. If the login may not set this, docs/database.md says what to set on the server.

SELECT format('ALTER DATABASE %I SET %I = %L', :'database', wanted.name, wanted.value)
FROM (VALUES
    ('log_min_messages', 'log'),
    ('log_min_error_statement', 'panic'),
    ('log_error_verbosity', 'terse'),
    ('log_parameter_max_length_on_error', '0'),
    ('log_parameter_max_length', '0')
) AS wanted (name, value)
JOIN pg_settings ON pg_settings.name = wanted.name
WHERE context = 'user' OR has_parameter_privilege(wanted.name, 'SET') \gexec
