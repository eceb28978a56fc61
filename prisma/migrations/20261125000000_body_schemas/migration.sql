-- CreateTable
CREATE TABLE "BodySchema" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "brokerId" TEXT NOT NULL,
    "virtualHost" TEXT NOT NULL,
    "queue" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "parsed" TEXT NOT NULL,
    "rootType" TEXT NOT NULL,
    "contentType" TEXT,
    "changedBy" TEXT NOT NULL,
    "changedAtMs" BIGINT NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "BodySchema_brokerId_virtualHost_queue_name_key" ON "BodySchema"("brokerId", "virtualHost", "queue", "name");
