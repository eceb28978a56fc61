-- CreateTable
CREATE TABLE "Operation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "brokerId" TEXT NOT NULL,
    "virtualHost" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    "topologyFingerprint" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "stateReason" TEXT,
    "options" TEXT,
    "personId" TEXT NOT NULL,
    "personName" TEXT NOT NULL,
    "createdAtMs" BIGINT NOT NULL,
    "expiresAtMs" BIGINT NOT NULL,
    "startedAtMs" BIGINT,
    "endedAtMs" BIGINT
);

-- CreateTable
CREATE TABLE "LedgerEntry" (
    "operationId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "messageId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "exchange" TEXT NOT NULL,
    "routingKey" TEXT NOT NULL,
    "origin" TEXT,
    "sizeBytes" INTEGER NOT NULL,
    "copies" TEXT,
    "cameBackCount" INTEGER NOT NULL DEFAULT 0,
    "isDuplicatePossible" BOOLEAN NOT NULL DEFAULT false,
    "detail" TEXT,
    "atMs" BIGINT NOT NULL,

    PRIMARY KEY ("operationId", "position")
);

-- CreateTable
CREATE TABLE "BinEntry" (
    "operationId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "brokerId" TEXT NOT NULL,
    "virtualHost" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "exchange" TEXT NOT NULL,
    "routingKey" TEXT NOT NULL,
    "properties" TEXT NOT NULL,
    "body" BLOB NOT NULL,
    "bodySizeBytes" INTEGER NOT NULL,
    "discardedAtMs" BIGINT NOT NULL,
    "expiresAtMs" BIGINT NOT NULL,

    PRIMARY KEY ("operationId", "position")
);

-- CreateIndex
CREATE INDEX "Operation_brokerId_createdAtMs_idx" ON "Operation"("brokerId", "createdAtMs");

-- CreateIndex
CREATE INDEX "Operation_state_idx" ON "Operation"("state");

-- CreateIndex
CREATE INDEX "LedgerEntry_operationId_state_idx" ON "LedgerEntry"("operationId", "state");

-- CreateIndex
CREATE INDEX "BinEntry_brokerId_discardedAtMs_idx" ON "BinEntry"("brokerId", "discardedAtMs");

-- CreateIndex
CREATE INDEX "BinEntry_expiresAtMs_idx" ON "BinEntry"("expiresAtMs");
