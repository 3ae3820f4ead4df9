"""The first tables: people, places, partners, seminars, registrations; what was done and what must be told."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    "audit_entries",
    "messages",
    "idempotency_keys",
    "accounts",
    "role_grants",
    "sessions",
    "api_tokens",
    "one_time_links",
    "districts",
    "venues",
    "associations",
    "memberships",
    "seminars",
    "seminar_words",
    "registrations",
    "imported_lines",
)

APPEND_ONLY = {
    "sqlite": [
        "CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries BEGIN "
        "SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
        "CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries BEGIN "
        "SELECT RAISE(ABORT, 'the audit trail is append-only'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$",
        "CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "
        "audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()",
    ],
}


def upgrade() -> None:
    _create_trail_and_outbox()
    _create_answered_requests()
    _create_accounts()
    _create_credentials()
    _create_places()
    _create_partners()
    _create_seminars()
    _create_search()
    _create_registrations()
    _create_imported_lines()
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change()")


def _create_trail_and_outbox() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_actor_id_at"), "audit_entries", ["actor_id", "at"])
    op.create_index(op.f("ix_audit_entries_at"), "audit_entries", ["at"])
    op.create_index(op.f("ix_audit_entries_subject_id_at"), "audit_entries", ["subject_id", "at"])
    op.create_table(
        "messages",
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=True),
        sa.Column("topic_id", sa.String(length=64), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("status IN ('owed', 'sent', 'dead')", name=op.f("ck_messages_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index(
        "ix_messages_due_at",
        "messages",
        ["due_at"],
        postgresql_where=sa.text("status = 'owed'"),
        sqlite_where=sa.text("status = 'owed'"),
    )
    op.create_index(op.f("ix_messages_recipient_id"), "messages", ["recipient_id"])
    op.create_index(op.f("ix_messages_status_created_at_id"), "messages", ["status", "created_at", "id"])
    op.create_index(op.f("ix_messages_subject_id"), "messages", ["subject_id"])
    op.create_index(op.f("ix_messages_topic_id_address"), "messages", ["topic_id", "address"])


def _create_answered_requests() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("body", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("scope", "key", name=op.f("pk_idempotency_keys")),
    )
    op.create_index(op.f("ix_idempotency_keys_expires_at"), "idempotency_keys", ["expires_at"])


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("display_name", sa.String(length=120), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("locale IN ('ar', 'fr', 'en')", name=op.f("ck_accounts_locale")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
    )
    op.create_index("uq_accounts_email", "accounts", [sa.literal_column("lower(email)")], unique=True)
    op.create_table(
        "role_grants",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("district", sa.String(length=60), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_role_grants_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
        sa.UniqueConstraint("account_id", "role", "district", name=op.f("uq_role_grants_account_id_role_district")),
    )


def _create_credentials() -> None:
    op.create_table(
        "sessions",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_sessions_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    op.create_index(op.f("ix_sessions_account_id"), "sessions", ["account_id"])
    op.create_index(op.f("ix_sessions_expires_at"), "sessions", ["expires_at"])
    op.create_table(
        "api_tokens",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_api_tokens_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    op.create_index(op.f("ix_api_tokens_account_id"), "api_tokens", ["account_id"])
    op.create_index(op.f("ix_api_tokens_expires_at"), "api_tokens", ["expires_at"])
    op.create_table(
        "one_time_links",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("purpose IN ('verify', 'reset')", name=op.f("ck_one_time_links_purpose")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_one_time_links_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_links_token_hash")),
    )
    op.create_index(op.f("ix_one_time_links_account_id_purpose"), "one_time_links", ["account_id", "purpose"])
    op.create_index(op.f("ix_one_time_links_expires_at"), "one_time_links", ["expires_at"])


def _create_places() -> None:
    op.create_table(
        "districts",
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('district', 'commune')", name=op.f("ck_districts_kind")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_districts")),
    )
    op.create_table(
        "venues",
        sa.Column("code", sa.String(length=60), nullable=True),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("district", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("step_free_access", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_venues_capacity")),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_venues_latitude")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_venues_longitude")),
        sa.ForeignKeyConstraint(["district"], ["districts.code"], name=op.f("fk_venues_district")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venues")),
        sa.UniqueConstraint("code", name=op.f("uq_venues_code")),
    )
    op.create_index(op.f("ix_venues_district_name_key_id"), "venues", ["district", "name_key", "id"])
    op.create_index(op.f("ix_venues_name_key_id"), "venues", ["name_key", "id"])


def _create_partners() -> None:
    op.create_table(
        "associations",
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("receipt_number", sa.String(length=60), nullable=False),
        sa.Column("receipt_on", sa.Date(), nullable=False),
        sa.Column("founded_on", sa.Date(), nullable=False),
        sa.Column("mandate_expires_on", sa.Date(), nullable=False),
        sa.Column("districts", sa.JSON(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "status IN ('applied', 'verified', 'refused', 'suspended', 'dissolved')",
            name=op.f("ck_associations_status"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_associations")),
        sa.UniqueConstraint("receipt_number", "receipt_on", name=op.f("uq_associations_receipt_number_receipt_on")),
    )
    op.create_index(op.f("ix_associations_status_name_key_id"), "associations", ["status", "name_key", "id"])
    op.create_table(
        "memberships",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("association_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("role IN ('member', 'manager')", name=op.f("ck_memberships_role")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_memberships_account_id")),
        sa.ForeignKeyConstraint(["association_id"], ["associations.id"], name=op.f("fk_memberships_association_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("account_id", "association_id", name=op.f("uq_memberships_account_id_association_id")),
    )
    op.create_index(op.f("ix_memberships_association_id"), "memberships", ["association_id"])


def _create_seminars() -> None:
    op.create_table(
        "seminars",
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("description", sa.JSON(), nullable=False),
        sa.Column("theme", sa.String(length=30), nullable=False),
        sa.Column("audiences", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("district", sa.String(length=60), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=True),
        sa.Column("online_url", sa.String(length=500), nullable=True),
        sa.Column("local_start", sa.DateTime(), nullable=False),
        sa.Column("local_end", sa.DateTime(), nullable=False),
        sa.Column("timezone", sa.String(length=60), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registration_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registration_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("max_party_size", sa.Integer(), nullable=False),
        sa.Column("seats_taken", sa.Integer(), nullable=False),
        sa.Column("waiting_count", sa.Integer(), nullable=False),
        sa.Column("queue_comes_first", sa.Boolean(), nullable=False),
        sa.Column("next_queue_number", sa.Integer(), nullable=False),
        sa.Column("approval_required", sa.Boolean(), nullable=False),
        sa.Column("waiting_list", sa.String(length=10), nullable=False),
        sa.Column("visibility", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("calendar_sequence", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'published', 'held', 'reported', 'cancelled')", name=op.f("ck_seminars_status")
        ),
        sa.CheckConstraint("visibility IN ('public', 'associations', 'invited')", name=op.f("ck_seminars_visibility")),
        sa.CheckConstraint("waiting_list IN ('none', 'strict', 'fill')", name=op.f("ck_seminars_waiting_list")),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_seminars_capacity")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_seminars_ends_after_start")),
        sa.CheckConstraint("max_party_size > 0", name=op.f("ck_seminars_max_party_size")),
        sa.CheckConstraint(
            "seats_taken >= 0 AND seats_taken <= capacity", name=op.f("ck_seminars_seats_within_capacity")
        ),
        sa.CheckConstraint("waiting_count >= 0", name=op.f("ck_seminars_waiting_count")),
        sa.ForeignKeyConstraint(["created_by"], ["accounts.id"], name=op.f("fk_seminars_created_by")),
        sa.ForeignKeyConstraint(["district"], ["districts.code"], name=op.f("fk_seminars_district")),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_seminars_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seminars")),
        sa.UniqueConstraint("reference", name=op.f("uq_seminars_reference")),
    )
    op.create_index(op.f("ix_seminars_created_by"), "seminars", ["created_by"])
    op.create_index(op.f("ix_seminars_district_starts_at_id"), "seminars", ["district", "starts_at", "id"])
    op.create_index(op.f("ix_seminars_starts_at_id"), "seminars", ["starts_at", "id"])
    op.create_index(op.f("ix_seminars_theme_starts_at_id"), "seminars", ["theme", "starts_at", "id"])
    op.create_index(op.f("ix_seminars_venue_id_starts_at"), "seminars", ["venue_id", "starts_at"])


def _create_search() -> None:
    op.create_table(
        "seminar_words",
        sa.Column(
            "word", sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("seminar_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seminar_id"], ["seminars.id"], name=op.f("fk_seminar_words_seminar_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("word", "seminar_id", name=op.f("pk_seminar_words")),
    )
    op.create_index(op.f("ix_seminar_words_seminar_id"), "seminar_words", ["seminar_id"])


def _create_registrations() -> None:
    op.create_table(
        "registrations",
        sa.Column("seminar_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("association_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("party_size", sa.Integer(), nullable=False),
        sa.Column("headcounts", sa.JSON(), nullable=False),
        sa.Column("attendees", sa.JSON(), nullable=False),
        sa.Column("contact_phone", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("queue_number", sa.Integer(), nullable=True),
        sa.Column("offered_seats", sa.Integer(), nullable=True),
        sa.Column("offer_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seats_let_go", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(status = 'waitlisted') = (queue_number IS NOT NULL)", name=op.f("ck_registrations_queue_number")
        ),
        sa.CheckConstraint("(offered_seats IS NULL) = (offer_expires_at IS NULL)", name=op.f("ck_registrations_offer")),
        sa.CheckConstraint(
            "offered_seats IS NULL OR (status = 'waitlisted' AND offered_seats BETWEEN 1 AND party_size - 1)",
            name=op.f("ck_registrations_offered_seats"),
        ),
        sa.CheckConstraint(
            "status IN ('requested', 'confirmed', 'waitlisted', 'declined', 'cancelled', "
            "'attended', 'partly_attended', 'excused', 'no_show')",
            name=op.f("ck_registrations_status"),
        ),
        sa.CheckConstraint("party_size > 0", name=op.f("ck_registrations_party_size")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_registrations_account_id")),
        sa.ForeignKeyConstraint(["association_id"], ["associations.id"], name=op.f("fk_registrations_association_id")),
        sa.ForeignKeyConstraint(["seminar_id"], ["seminars.id"], name=op.f("fk_registrations_seminar_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sa.UniqueConstraint("code", name=op.f("uq_registrations_code")),
    )
    op.create_index(
        op.f("ix_registrations_account_id_created_at_id"), "registrations", ["account_id", "created_at", "id"]
    )
    op.create_index(
        op.f("ix_registrations_association_id_created_at_id"), "registrations", ["association_id", "created_at", "id"]
    )
    op.create_index(
        "ix_registrations_offers",
        "registrations",
        ["offer_expires_at"],
        postgresql_where=sa.text("offer_expires_at IS NOT NULL"),
        sqlite_where=sa.text("offer_expires_at IS NOT NULL"),
    )
    op.create_index(
        "ix_registrations_requested",
        "registrations",
        ["created_at"],
        postgresql_where=sa.text("status = 'requested'"),
        sqlite_where=sa.text("status = 'requested'"),
    )
    op.create_index(
        op.f("ix_registrations_seminar_id_created_at_id"), "registrations", ["seminar_id", "created_at", "id"]
    )
    op.create_index(
        "uq_registrations_seminar_id_account_id",
        "registrations",
        ["seminar_id", "account_id"],
        unique=True,
        postgresql_where=sa.text("association_id IS NULL AND status NOT IN ('declined', 'cancelled')"),
        sqlite_where=sa.text("association_id IS NULL AND status NOT IN ('declined', 'cancelled')"),
    )
    op.create_index(
        "uq_registrations_seminar_id_association_id",
        "registrations",
        ["seminar_id", "association_id"],
        unique=True,
        postgresql_where=sa.text("association_id IS NOT NULL AND status NOT IN ('declined', 'cancelled')"),
        sqlite_where=sa.text("association_id IS NOT NULL AND status NOT IN ('declined', 'cancelled')"),
    )
    op.create_index(
        "uq_registrations_seminar_id_queue_number",
        "registrations",
        ["seminar_id", "queue_number"],
        unique=True,
        postgresql_where=sa.text("status = 'waitlisted'"),
        sqlite_where=sa.text("status = 'waitlisted'"),
    )


def _create_imported_lines() -> None:
    op.create_table(
        "imported_lines",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_imported_lines")),
    )
