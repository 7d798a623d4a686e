# One image for each app: `docker build --target api|worker|demo-shop .`. The source is what runs (tsx), so there is no build step.

FROM node:20-bookworm-slim AS base
ENV NODE_ENV=production \
    PUPPETEER_SKIP_DOWNLOAD=1
WORKDIR /srv/cartwright

# Only what says which packages are wanted: this layer is kept until one of these files changes.
FROM base AS packages
COPY package.json package-lock.json .npmrc ./
COPY apps/api/package.json apps/api/
COPY apps/demo-shop/package.json apps/demo-shop/
COPY apps/worker/package.json apps/worker/
COPY packages/db/package.json packages/db/
COPY packages/network/package.json packages/network/
COPY packages/orders/package.json packages/orders/
COPY packages/presentation/package.json packages/presentation/
COPY packages/queue/package.json packages/queue/
COPY packages/retailers/package.json packages/retailers/
COPY packages/schemas/package.json packages/schemas/
COPY packages/sealing/package.json packages/sealing/
COPY packages/supervision/package.json packages/supervision/
COPY packages/testing/package.json packages/testing/
# No install scripts: what the apps use works without them.
RUN npm ci --no-json --omit=dev --ignore-scripts

# The API's image also migrates the database and makes API keys.
FROM base AS api
COPY --from=packages /srv/cartwright ./
COPY tsconfig.json ./
COPY packages ./packages
COPY apps/api ./apps/api
USER node
EXPOSE 3000
ENV API_HOST=0.0.0.0
CMD ["node", "--import", "tsx", "apps/api/src/main.ts"]

FROM base AS worker
RUN apt-get update \
    && apt-get install -y --no-install-recommends chromium-headless-shell fonts-liberation \
    && rm -rf /var/lib/apt/lists/*
COPY --from=packages /srv/cartwright ./
COPY tsconfig.json ./
COPY packages ./packages
COPY apps/worker ./apps/worker
# Made here so that a volume mounted on it belongs to the user.
RUN mkdir --parents /var/lib/cartwright/spool && chown node:node /var/lib/cartwright/spool
USER node
EXPOSE 3002
ENV CHROMIUM_PATH=/usr/bin/chromium-headless-shell \
    SPOOL_FOLDER=/var/lib/cartwright/spool \
    WORKER_HEALTH_HOST=0.0.0.0
CMD ["node", "--import", "tsx", "apps/worker/src/main.ts"]

FROM base AS demo-shop
COPY --from=packages /srv/cartwright ./
COPY tsconfig.json ./
COPY packages ./packages
COPY apps/demo-shop ./apps/demo-shop
# Made here so that a volume mounted on it belongs to the user.
RUN mkdir /var/lib/demo-shop && chown node:node /var/lib/demo-shop
USER node
EXPOSE 3001 3011
ENV DEMO_SHOP_HOST=0.0.0.0 \
    DEMO_SHOP_LEDGER=/var/lib/demo-shop/ledger.jsonl
CMD ["node", "--import", "tsx", "apps/demo-shop/src/main.ts"]
