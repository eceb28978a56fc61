-- CreateTable
CREATE TABLE "ImportedMessage" (
    "operationId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "properties" TEXT NOT NULL,
    "body" BLOB NOT NULL,

    PRIMARY KEY ("operationId", "position")
);

-- CreateTable
CREATE TABLE "PublishTemplate" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "brokerId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "virtualHost" TEXT NOT NULL,
    "draft" TEXT NOT NULL,
    "personName" TEXT NOT NULL,
    "updatedAtMs" BIGINT NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "PublishTemplate_brokerId_name_key" ON "PublishTemplate"("brokerId", "name");
