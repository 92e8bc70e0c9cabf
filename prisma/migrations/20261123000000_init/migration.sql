-- CreateTable
CREATE TABLE "User" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "evidence" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "OwnAddress" (
    "userId" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "source" TEXT NOT NULL,

    PRIMARY KEY ("userId", "address"),
    CONSTRAINT "OwnAddress_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    CONSTRAINT "Account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Stream" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "accountId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "cursor" TEXT,
    "complete" BOOLEAN NOT NULL DEFAULT false,
    "round" INTEGER NOT NULL DEFAULT 0,
    "owned" INTEGER NOT NULL DEFAULT 0,
    "read" INTEGER NOT NULL DEFAULT 0,
    "repeated" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 0,
    "updatedAt" BIGINT NOT NULL,
    CONSTRAINT "Stream_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Item" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "streamId" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "evidenceKey" TEXT NOT NULL,
    "mergeKey" TEXT,
    "round" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    CONSTRAINT "Item_streamId_fkey" FOREIGN KEY ("streamId") REFERENCES "Stream" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Person" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "mutedAt" BIGINT,
    "snoozedUntil" BIGINT,
    "suggestedAt" BIGINT,
    CONSTRAINT "Person_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Address" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameRank" INTEGER NOT NULL,
    "nameAt" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    CONSTRAINT "Address_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Interaction" (
    "itemId" TEXT NOT NULL,
    "addressId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "evidenceKey" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "groupSize" INTEGER NOT NULL,
    "direct" BOOLEAN NOT NULL,
    "minutes" INTEGER NOT NULL,
    "thread" TEXT NOT NULL,
    "answers" TEXT,
    "subject" TEXT NOT NULL,

    PRIMARY KEY ("itemId", "addressId"),
    CONSTRAINT "Interaction_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "Item" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "Interaction_addressId_fkey" FOREIGN KEY ("addressId") REFERENCES "Address" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Tie" (
    "personId" TEXT NOT NULL PRIMARY KEY,
    "version" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "foldedAt" BIGINT NOT NULL,
    "foldedKey" TEXT NOT NULL,
    CONSTRAINT "Tie_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Merge" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "addressId" TEXT NOT NULL,
    "fromPerson" TEXT NOT NULL,
    "intoPerson" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "undoneAt" BIGINT
);

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE UNIQUE INDEX "Account_userId_provider_address_key" ON "Account"("userId", "provider", "address");

-- CreateIndex
CREATE UNIQUE INDEX "Stream_accountId_name_key" ON "Stream"("accountId", "name");

-- CreateIndex
CREATE INDEX "Item_userId_evidenceKey_idx" ON "Item"("userId", "evidenceKey");

-- CreateIndex
CREATE INDEX "Item_userId_mergeKey_idx" ON "Item"("userId", "mergeKey");

-- CreateIndex
CREATE INDEX "Item_streamId_verdict_idx" ON "Item"("streamId", "verdict");

-- CreateIndex
CREATE INDEX "Person_userId_idx" ON "Person"("userId");

-- CreateIndex
CREATE INDEX "Address_personId_idx" ON "Address"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "Address_userId_address_key" ON "Address"("userId", "address");

-- CreateIndex
CREATE INDEX "Interaction_addressId_at_evidenceKey_idx" ON "Interaction"("addressId", "at", "evidenceKey");

-- CreateIndex
CREATE INDEX "Interaction_userId_at_idx" ON "Interaction"("userId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "Merge_userId_addressId_intoPerson_key" ON "Merge"("userId", "addressId", "intoPerson");
