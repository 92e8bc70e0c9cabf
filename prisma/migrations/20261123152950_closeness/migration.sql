-- AlterTable
ALTER TABLE "Person" ADD COLUMN "closeness" TEXT;
ALTER TABLE "Person" ADD COLUMN "closenessAt" BIGINT;
