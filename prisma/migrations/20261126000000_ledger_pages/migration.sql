-- AlterTable
ALTER TABLE "Operation" ADD COLUMN "underWayTo" INTEGER NOT NULL DEFAULT -1;

-- CreateTable
CREATE TABLE "LedgerPage" (
    "operationId" TEXT NOT NULL,
    "firstPosition" INTEGER NOT NULL,
    "messageCount" INTEGER NOT NULL,
    "messages" TEXT NOT NULL,
    "plannedAtMs" BIGINT NOT NULL,

    PRIMARY KEY ("operationId", "firstPosition")
);

-- CreateTable
CREATE TABLE "LedgerFate" (
    "operationId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "copies" TEXT,
    "cameBackCount" INTEGER,
    "isDuplicatePossible" BOOLEAN,
    "detail" TEXT,
    "atMs" BIGINT NOT NULL,

    PRIMARY KEY ("operationId", "position")
) WITHOUT ROWID;

-- What was planned, a thousand messages to a row; the texts of older plans stand in their messages.
INSERT INTO "LedgerPage" ("operationId", "firstPosition", "messageCount", "messages", "plannedAtMs")
SELECT "operationId", "position" / 1000 * 1000, count(*),
    json_object('texts', json_array(), 'messages', json_group_array(json_array("messageId", "exchange", "routingKey", "origin", "sizeBytes"))),
    min("atMs")
FROM (SELECT * FROM "LedgerEntry" ORDER BY "operationId", "position")
GROUP BY "operationId", "position" / 1000;

-- What became of them.
INSERT INTO "LedgerFate" ("operationId", "position", "state", "copies", "cameBackCount", "isDuplicatePossible", "detail", "atMs")
SELECT "operationId", "position", "state", "copies", "cameBackCount", "isDuplicatePossible", "detail", "atMs"
FROM "LedgerEntry" WHERE "state" <> 'held';

-- DropTable
DROP TABLE "LedgerEntry";
